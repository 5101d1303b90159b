/*
 * Filters on numbers.
 *
 * Whole numbers stay whole, and divide downwards as in Ruby; where one has
 * a point the result has.  Ruby reckons such in decimals; here the result
 * is rounded to the 15 digits that a double is sure of, which prints the
 * same.  A whole number that gets too large goes on as a real.
 */
#include "liquid_filter_priv.h"

#include <math.h>
#include <stdlib.h>

static struct value *
liquid_rounded(struct liquid *lq, double d)
{
	char t[40];
	snprintf(t, sizeof t, "%.15g", d);
	double near = strtod(t, NULL);
	bool hair = fabs(near - d) <= fabs(d) * 1e-15 / 2;
	return liquid_real(lq, hair ? near : d);
}

static double
liquid_real_of(struct value n)
{
	return n.type == VALUE_INT ? (double)n.i : n.real;
}

static bool
liquid_both_whole(struct value x, struct value y)
{
	return x.type == VALUE_INT && y.type == VALUE_INT;
}

/* Is a whole result this large still exact? */
static bool
liquid_is_exact(double d)
{
	return d > -9e15 && d < 9e15;
}

struct value *
liquid_plus(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct value x = liquid_number(in), y = liquid_number(args->v[0]);
	double d = liquid_real_of(x) + liquid_real_of(y);
	if (liquid_both_whole(x, y) && liquid_is_exact(d))
		return liquid_int(lq, x.i + y.i);
	return liquid_rounded(lq, d);
}

struct value *
liquid_minus(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct value x = liquid_number(in), y = liquid_number(args->v[0]);
	double d = liquid_real_of(x) - liquid_real_of(y);
	if (liquid_both_whole(x, y) && liquid_is_exact(d))
		return liquid_int(lq, x.i - y.i);
	return liquid_rounded(lq, d);
}

struct value *
liquid_times(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct value x = liquid_number(in), y = liquid_number(args->v[0]);
	double d = liquid_real_of(x) * liquid_real_of(y);
	if (liquid_both_whole(x, y) && liquid_is_exact(d))
		return liquid_int(lq, x.i * y.i);
	return liquid_rounded(lq, d);
}

/* Whole division by zero is an error; INT64_MIN / -1 would overflow. */
static bool
liquid_can_divide(struct liquid *lq, struct value x, struct value y)
{
	if (y.i == 0)
		liquid_report(lq, DIAG_LIQUID_SYNTAX, STR("divided by 0"));
	return y.i != 0 && !(x.i == INT64_MIN && y.i == -1);
}

struct value *
liquid_divided_by(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct value x = liquid_number(in), y = liquid_number(args->v[0]);
	if (!liquid_both_whole(x, y))
		return liquid_rounded(
			lq, liquid_real_of(x) / liquid_real_of(y));
	if (!liquid_can_divide(lq, x, y))
		return NULL;
	int64_t q = x.i / y.i;
	if (x.i % y.i != 0 && (x.i < 0) != (y.i < 0))
		q--;
	return liquid_int(lq, q);
}

struct value *
liquid_modulo(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct value x = liquid_number(in), y = liquid_number(args->v[0]);
	if (!liquid_both_whole(x, y)) {
		double a = liquid_real_of(x), b = liquid_real_of(y);
		return liquid_rounded(lq, a - b * floor(a / b));
	}
	if (!liquid_can_divide(lq, x, y))
		return NULL;
	int64_t m = x.i % y.i;
	if (m != 0 && (m < 0) != (y.i < 0))
		m += y.i;
	return liquid_int(lq, m);
}

static struct value *
liquid_number_value(struct liquid *lq, struct value n)
{
	return n.type == VALUE_INT ? liquid_int(lq, n.i)
	                           : liquid_real(lq, n.real);
}

struct value *
liquid_abs(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct value x = liquid_number(in);
	if (x.type == VALUE_INT && x.i < 0 && x.i != INT64_MIN)
		x.i = -x.i;
	x.real = fabs(x.real);
	return liquid_number_value(lq, x);
}

struct value *
liquid_at_least(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct value x = liquid_number(in), y = liquid_number(args->v[0]);
	return liquid_number_value(
		lq, liquid_real_of(y) > liquid_real_of(x) ? y : x);
}

struct value *
liquid_at_most(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct value x = liquid_number(in), y = liquid_number(args->v[0]);
	return liquid_number_value(
		lq, liquid_real_of(y) < liquid_real_of(x) ? y : x);
}

/* A real without its fraction; what no whole number holds stays real. */
static struct value *
liquid_whole(struct liquid *lq, double d)
{
	if (!(d > -9.2e18 && d < 9.2e18))
		return liquid_real(lq, d);
	return liquid_int(lq, (int64_t)d);
}

struct value *
liquid_ceil(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct value x = liquid_number(in);
	return x.type == VALUE_INT ? liquid_int(lq, x.i)
	                           : liquid_whole(lq, ceil(x.real));
}

struct value *
liquid_floor(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	struct value x = liquid_number(in);
	return x.type == VALUE_INT ? liquid_int(lq, x.i)
	                           : liquid_whole(lq, floor(x.real));
}

/* Half away from zero, on the decimal digits rather than the binary ones. */
static double
liquid_round_to(double d, int64_t places)
{
	char t[400];
	if (places > 15 || places < -300 || fabs(d) > 1e15)
		return d;
	snprintf(t, sizeof t, "%.15g", d);
	double scale = pow(10, (double)places);
	snprintf(t, sizeof t, "%.15g", strtod(t, NULL) * scale);
	double scaled = round(strtod(t, NULL)) / scale;
	snprintf(t, sizeof t, "%.15g", scaled);
	return strtod(t, NULL);
}

struct value *
liquid_round(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	struct value x = liquid_number(in);
	int64_t places = liquid_arg_int(args, 0, 0);
	if (x.type == VALUE_INT && places >= 0)
		return liquid_int(lq, x.i);
	double d = liquid_round_to(liquid_real_of(x), places);
	if (places <= 0)
		return liquid_whole(lq, d);
	return liquid_real(lq, d);
}

struct value *
liquid_to_integer(
	struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	(void)args;
	if (in && in->type == VALUE_BOOL)
		return liquid_int(lq, in->b);
	return liquid_int(lq, liquid_to_int(in));
}

struct value *
liquid_sum(struct liquid *lq, struct value *in, const struct liquid_args *args)
{
	int n;
	struct value **v = liquid_items(lq, in, &n);
	struct value *sum = liquid_int(lq, 0);
	for (int i = 0; i < n && liquid_spend(lq, 10); i++) {
		struct liquid_args one = {{v[i]}, 1, NULL};
		if (args->n)
			one.v[0] = liquid_property(
				lq, v[i], liquid_text(lq, args->v[0]));
		sum = liquid_plus(lq, sum, &one);
	}
	return sum;
}
