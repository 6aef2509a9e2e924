"""The parts of a submission, each tried apart from the others, so that a mistake has one owner.

A stage raises CheckFailed, which names the cause; or NotRun, when what it stands on has failed already.
"""

from ..workbench import Workbench
from .binding import BindingStage, TogetherStage
from .c import CStage
from .live import NotRun
from .makefile import MakefileStage
from .stage import Stage

__all__ = ["NotRun", "set_out"]


def set_out(bench: Workbench) -> dict[str, Stage]:
    """Return the stages that an exercise has, by the name of their fixture, with their builds under way."""
    stages: dict[str, Stage] = {}
    own_c = bench.has(bench.source or "")
    if own_c:
        stages["c"] = CStage(bench)
    for language in bench.exercise.natives:
        stages[language] = CStage(bench, language)
    if bench.has("Makefile"):
        stages["makefile"] = MakefileStage(bench)
    for mode in ("abi", "api"):
        if bench.has(f"{bench.slug}_{mode}.py"):
            stages[mode] = BindingStage(bench, mode)
            if own_c:
                stages[f"together-{mode}"] = TogetherStage(bench, mode)
    if bench.has("pyproject.toml"):
        from .package import PackageStage

        stages["package"] = PackageStage(bench)
    for stage in stages.values():
        stage.prefetch()
    return stages
