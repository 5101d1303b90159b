"""The unit tests: each tests/unit/*_test.c is a program of cmocka's."""
import glob
import os
import re

from environment import Many


def run_one(env, program):
    ran = env.run(program, cwd=env.top, timeout=env.slow(120),
                  env={"CMOCKA_MESSAGE_OUTPUT": "stdout"})
    text = ran.out + ran.err
    passed = len(re.findall(r"^\[ +OK \]", text, re.M))
    failed = len(set(re.findall(r"^\[  FAILED  \] (\w+)$", text, re.M)))
    if ran.status != 0 and failed == 0:
        failed = 1
    return Many(passed, failed, text if failed else "")


def cases(env):
    for source in sorted(glob.glob(env.path("tests", "unit", "*_test.c"))):
        name = os.path.basename(source)[:-2]
        program = os.path.join(env.folder, "tests", "unit", name)
        yield "unit/" + name, lambda p=program: run_one(env, p)
