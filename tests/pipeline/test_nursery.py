"""Where workers come from."""

from spamatlas.pipeline import nursery


def test_a_worker_begins_with_everything_loaded() -> None:
    nursery.start()
    # An exit code is all that it can say: tests are no package that it could import.
    wanted = {"spamatlas.pipeline.loaded_to_file", "zxingcpp", "phonenumbers"}
    asked = f"import sys; sys.exit(not {wanted} <= sys.modules.keys())"
    child = nursery.context.Process(target=exec, args=(asked,))
    child.start()
    child.join(60)
    assert child.exitcode == 0
