"""References as pseudonyms: the same with the same key, nothing without it, and the key nowhere in what is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from yosrules.disclosure import PseudonymKey, pseudonyms
from yosrules.errors import InputError, RecordError
from yosrules.files import read_pseudonym_key, write_pseudonym_key

KEY, OTHER = PseudonymKey(b"a key of a service for tests"), PseudonymKey(b"the key of another service")


@given(st.text(), st.text())
def test_different_references_have_different_pseudonyms_and_the_same_the_same(one: str, other: str) -> None:
    assert (KEY.pseudonym(one) == KEY.pseudonym(other)) is (one == other)


def test_a_pseudonym_is_letters_and_digits_and_depends_on_the_key_and_on_what_it_is_of() -> None:
    made = KEY.pseudonym("A1")
    assert made == "uvp3zm5n54uq6atr"
    assert made not in (OTHER.pseudonym("A1"), KEY.pseudonym("A1", "worker"))
    assert KEY.pseudonym("1:x", "child") != KEY.pseudonym("x", "child:1")


def test_the_pseudonyms_of_many_are_those_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    assert KEY.pseudonyms(["A1", "A2", "A1"]) == {each: KEY.pseudonym(each) for each in ("A1", "A2")}
    monkeypatch.setattr(pseudonyms, "_BYTES", 1)
    with pytest.raises(RecordError, match="two references have the same pseudonym: draw another key"):
        KEY.pseudonyms(map(str, range(300)))


def test_a_key_is_never_shown() -> None:
    assert repr(KEY) == "PseudonymKey()"
    assert PseudonymKey.drawn() != PseudonymKey.drawn()
    for secret in (b"short", b"x" * 65):
        with pytest.raises(RecordError, match="has 16 to 64 bytes; this one has"):
            PseudonymKey(secret)


class TestKeyFile:
    def test_it_is_written_for_its_owner_alone_and_read_again(self, tmp_path: Path) -> None:
        path = tmp_path / "key"
        assert write_pseudonym_key(path) == read_pseudonym_key(path)
        assert path.stat().st_mode & 0o077 == 0

    def test_one_that_is_there_is_never_replaced(self, tmp_path: Path) -> None:
        path = tmp_path / "key"
        path.write_text("mine")
        with pytest.raises(InputError, match="it is there already, and a new key would change every pseudonym"):
            write_pseudonym_key(path)
        assert path.read_text() == "mine"

    def test_a_folder_that_is_not_there_is_said(self, tmp_path: Path) -> None:
        for use, why in ((write_pseudonym_key, "cannot be written"), (read_pseudonym_key, "cannot be read")):
            with pytest.raises(InputError, match=why):
                use(tmp_path / "none" / "key")

    @pytest.mark.parametrize("text", ["", "secret words", "00ff", "ü"])
    def test_what_is_no_key_is_refused_and_not_repeated(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "key").write_text(text)
        with pytest.raises(InputError, match="it is not the key of pseudonyms") as refused:
            read_pseudonym_key(tmp_path / "key")
        assert "secret" not in str(refused.value)
