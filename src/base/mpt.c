#include "base.h"

mpt
mpt_scale(mpt a, int64_t num, int64_t den)
{
	int64_t v = (int64_t)a * num;
	if (den < 0) {
		v = -v;
		den = -den;
	}
	v = v < 0 ? -((-v + den / 2) / den) : (v + den / 2) / den;
	if (v > INT32_MAX)
		return INT32_MAX;
	return v < -INT32_MAX ? -INT32_MAX : (mpt)v;
}
