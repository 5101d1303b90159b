/*
 * Colours as pages write them.  Old attributes come without '#', so a bare
 * run of three or six hex digits is a colour too, after names have been
 * tried.  Alpha is laid over white, as on paper.
 */
#include "theme.h"

#include <math.h>
#include <stdlib.h>

struct color_name {
	const char *name;
	uint32_t rgb;
};

static const struct color_name color_names[] = {
#define COLOR(name, rgb) {name, rgb},
#include "colors.def"
#undef COLOR
};

static int
color_compare_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct color_name *)row)->name);
}

static bool
color_read_name(struct str s, uint32_t *out)
{
	char name[24];
	if (s.n >= sizeof name)
		return false;
	for (size_t i = 0; i < s.n; i++)
		name[i] = (char)ch_lower((unsigned char)s.p[i]);
	name[s.n] = '\0';
	const struct color_name *c = bsearch(name, color_names,
		ARRAY_LEN(color_names), sizeof *c, color_compare_name);
	if (c)
		*out = c->rgb;
	return c != NULL;
}

static int
color_hex_digit(char c)
{
	if (ch_digit(c))
		return c - '0';
	c = (char)ch_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `part` of `over` laid over white, in thousandths. */
static uint32_t
color_over_white(int part, int alpha)
{
	return (uint32_t)((part * alpha + 255 * (1000 - alpha) + 500) / 1000);
}

static uint32_t
color_pack(const int rgb[3], int alpha)
{
	return color_over_white(rgb[0], alpha) << 16 |
	       color_over_white(rgb[1], alpha) << 8 |
	       color_over_white(rgb[2], alpha);
}

/* rgb, rgba, rrggbb or rrggbbaa, without '#'. */
static bool
color_read_hex(struct str s, uint32_t *out)
{
	int d[8];
	if (s.n != 3 && s.n != 4 && s.n != 6 && s.n != 8)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((d[i] = color_hex_digit(s.p[i])) < 0)
			return false;
	bool brief = s.n < 6;
	int part[4] = {0, 0, 0, 255};
	for (size_t i = 0; i < (brief ? s.n : s.n / 2); i++)
		part[i] = brief ? d[i] * 17 : d[2 * i] * 16 + d[2 * i + 1];
	*out = part[3] == 0 ? COLOR_NONE
	                    : color_pack(part, part[3] * 1000 / 255);
	return true;
}

/* A number, "12", "12.5", ".5", "50%"; percent is of `whole`. */
static bool
color_read_number(struct str s, double whole, double *out)
{
	char t[32];
	s = str_trim(s);
	bool percent = str_ends(s, "%");
	if (percent)
		s.n--;
	if (s.n == 0 || s.n >= sizeof t)
		return false;
	int64_t v = 0, scale = 1;
	bool point = false, minus = s.p[0] == '-';
	for (size_t i = minus; i < s.n; i++) {
		if (s.p[i] == '.' && !point) {
			point = true;
		} else if (ch_digit(s.p[i]) && scale < 1000000) {
			if (v < 100000000) {
				v = v * 10 + (s.p[i] - '0');
				scale *= point ? 10 : 1;
			}
		} else {
			return false;
		}
	}
	*out = (double)(minus ? -v : v) / (double)scale;
	if (percent)
		*out = *out / 100 * whole;
	return true;
}

static int
color_clamp(double v)
{
	return v <= 0 ? 0 : v >= 255 ? 255 : (int)(v + .5);
}

/* CSS Color 3, 4.2.4: one channel of hsl. */
static int
color_from_hue(double h, double s, double l, double n)
{
	double k = fmod(n + h / 30, 12);
	double a = s * (l < .5 ? l : 1 - l);
	double m = k - 3 < 9 - k ? k - 3 : 9 - k;
	m = m > 1 ? 1 : m < -1 ? -1 : m;
	return color_clamp((l - a * m) * 255);
}

static void
color_from_hsl(const double v[3], int rgb[3])
{
	double h = fmod(v[0], 360);
	if (h < 0)
		h += 360;
	double s = v[1] / 100, l = v[2] / 100;
	rgb[0] = color_from_hue(h, s, l, 0);
	rgb[1] = color_from_hue(h, s, l, 8);
	rgb[2] = color_from_hue(h, s, l, 4);
}

/* rgb(r, g, b), rgba(...), hsl(...), hsla(...), with commas or spaces. */
static bool
color_read_function(struct str s, uint32_t *out)
{
	ptrdiff_t open = str_chr(s, '(');
	if (open < 0 || !str_ends(s, ")"))
		return false;
	struct str name = str_trim(str_sub(s, 0, (size_t)open));
	struct str args = str_sub(s, (size_t)open + 1, s.n - 1), arg;
	bool hsl = str_istarts(name, "hsl");
	if (!hsl && !str_istarts(name, "rgb"))
		return false;
	double v[4] = {0, 0, 0, 1};
	int n = 0;
	while (n < 4 && str_next(&args, ", /\t", &arg)) {
		double whole = n == 3 ? 1 : hsl ? 100 : 255;
		if (str_ends(arg, "deg"))
			arg.n -= 3;
		if (!color_read_number(arg, whole, &v[n++]))
			return false;
	}
	if (n < 3)
		return false;
	int rgb[3] = {color_clamp(v[0]), color_clamp(v[1]), color_clamp(v[2])};
	if (hsl)
		color_from_hsl(v, rgb);
	int alpha = v[3] <= 0 ? 0 : v[3] >= 1 ? 1000 : (int)(v[3] * 1000);
	*out = alpha == 0 ? COLOR_NONE : color_pack(rgb, alpha);
	return true;
}

bool
color_read(struct str s, uint32_t *out)
{
	s = str_trim(s);
	if (s.n == 0)
		return false;
	if (s.p[0] == '#')
		return color_read_hex(str_sub(s, 1, s.n), out);
	if (str_iis(s, "transparent")) {
		*out = COLOR_NONE;
		return true;
	}
	return color_read_name(s, out) || color_read_function(s, out) ||
	       color_read_hex(s, out);
}

/* WCAG 2.1, relative luminance. */
static double
color_linear(uint32_t part)
{
	double c = part / 255.0;
	return c <= .04045 ? c / 12.92 : pow((c + .055) / 1.055, 2.4);
}

static double
color_luminance(uint32_t c)
{
	return .2126 * color_linear(c >> 16 & 255) +
	       .7152 * color_linear(c >> 8 & 255) +
	       .0722 * color_linear(c & 255);
}

double
color_contrast(uint32_t a, uint32_t b)
{
	double x = color_luminance(a), y = color_luminance(b);
	return x > y ? (x + .05) / (y + .05) : (y + .05) / (x + .05);
}
