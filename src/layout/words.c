/*
 * The program's own words, one row a language.
 */
#include "layout.h"

static const struct layout_words words[] = {
	{"en", "Page %d of %d", "continued", "Links on these pages", "Note",
		"Notes", "Picture",
		{{"Embedded page", "Video", "Audio"}, "%s minutes"},
		" (page %s)", "Contents", "Figures", "Tables", "Credits",
		"Prepared for %s"},
	{"es", "Página %d de %d", "continúa", "Enlaces de estas páginas",
		"Nota", "Notas", "Imagen",
		{{"Página insertada", "Vídeo", "Audio"}, "%s minutos"},
		" (página %s)", "Índice", "Figuras", "Tablas", "Créditos",
		"Preparado para %s"},
	{"fr", "Page %d sur %d", "suite", "Liens de ces pages", "Note", "Notes",
		"Image", {{"Page intégrée", "Vidéo", "Audio"}, "%s minutes"},
		" (page %s)", "Sommaire", "Figures", "Tableaux", "Crédits",
		"Préparé pour %s"},
	{"pt", "Página %d de %d", "continuação", "Ligações destas páginas",
		"Nota", "Notas", "Imagem",
		{{"Página incorporada", "Vídeo", "Áudio"}, "%s minutos"},
		" (página %s)", "Índice", "Figuras", "Tabelas", "Créditos",
		"Preparado para %s"},
	{"de", "Seite %d von %d", "Fortsetzung", "Links auf diesen Seiten",
		"Anmerkung", "Anmerkungen", "Bild",
		{{"Eingebettete Seite", "Video", "Audio"}, "%s Minuten"},
		" (Seite %s)", "Inhalt", "Abbildungen", "Tabellen", "Nachweise",
		"Zusammengestellt für %s"},
	{"zh", "第 %d 页，共 %d 页", "续", "本文链接", "注", "注释", "图片",
		{{"嵌入页面", "视频", "音频"}, "%s 分钟"}, "（第 %s 页）",
		"目录", "图", "表", "来源", "为 %s 编制"},
	{"ja", "%d / %d ページ", "続き", "このページのリンク", "注", "注",
		"画像", {{"埋め込みページ", "動画", "音声"}, "%s 分"},
		"（%s ページ）", "目次", "図", "表", "出典", "%s 様"},
	{"ar", "صفحة %d من %d", "تابع", "روابط هذه الصفحات", "حاشية", "حواشٍ",
		"صورة", {{"صفحة مضمنة", "فيديو", "تسجيل صوتي"}, "%s دقيقة"},
		" (صفحة %s)", "المحتويات", "الأشكال", "الجداول", "المصادر",
		"أُعد لأجل %s"},
};

const struct layout_words *
layout_find_words(struct str lang)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_istarts(lang, words[i].lang) &&
			(lang.n == 2 || lang.p[2] == '-' || lang.p[2] == '_'))
			return &words[i];
	return &words[0];
}
