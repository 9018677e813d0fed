"""How long it takes to verify each installed policy and scale, and all of them: the best of five runs, in seconds.

python benchmarks/verify.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

from yosrules.hooks.load import load
from yosrules.proof.prove import prove_all


def best(run: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return min(taken)


def main() -> None:
    rulebook = load()
    scales = {
        scale.name: scale.as_policy()
        for framework in rulebook.frameworks.values()
        for scale in (framework.scale, *framework.overall_bands)
    }
    print("| verified | claims | seconds |")
    print("|---|---:|---:|")
    whole = 0.0
    for name, policy in {**rulebook.forum_policies, **scales}.items():
        seconds = best(lambda policy=policy: prove_all(policy))
        whole += seconds
        print(f"| {name} | {len(prove_all(policy))} | {seconds:.2f} |")
    print(f"| all | | {whole:.2f} |")


if __name__ == "__main__":
    main()
