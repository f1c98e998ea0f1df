"""`python -m support.crashing_worker_process housing.romans …`: the sample's workers, one of which dies where told."""

import eventlet

eventlet.monkey_patch()

import runpy

from support.crash_points import arm_from_environment

if __name__ == "__main__":
    arm_from_environment()
    runpy.run_module("support.sample_worker_process", run_name="__main__")
