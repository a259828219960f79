"""Altering certificates: small changes that say what they do, and a row that says what the checker finds."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from coherence_exact import checker

Json = Any
Place = tuple[str | int, ...]
Change = Callable[[Json], Json]
"""Takes a certificate and gives the altered one: JSON data, or the bytes of a file."""

FOLDER = Path(__file__).parent / "valid"
CLAIMED = ("claim", "reading", "statement", "definitions", "relation", "given", "domain", "assuming")


class Row(NamedTuple):
    """A forgery: its name, the genuine certificate, what is changed, and a phrase of the checker's reason."""

    name: str
    base: str
    change: Change
    reason: str


@cache
def _text(base: str) -> str:
    return (FOLDER / f"{base}.json").read_text(encoding="utf-8")


def read(base: str) -> Json:
    """A genuine certificate."""
    return json.loads(_text(base))


def sign(document: Json) -> Json:
    """Put in the digest of what is claimed, if all of it is there."""
    if all(key in document for key in CLAIMED):
        text = json.dumps(
            [document[key] for key in CLAIMED], sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        document["source"] = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return document


def content(document: Json) -> bytes:
    return document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()


def forged(row: Row) -> bytes:
    """The file of a forgery."""
    return content(row.change(read(row.base)))


# Changes


def signed(change: Change) -> Change:
    """A change after which the certificate is signed again."""

    def run(document: Json) -> Json:
        changed = change(document)
        return sign(changed) if isinstance(changed, dict) else changed

    return run


def _step(place: Place, change: Callable[[Json, str | int], None]) -> Change:
    def run(document: Json) -> Json:
        part = document
        for key in place[:-1]:
            part = part[key]
        change(part, place[-1])
        return document

    return run


def put(value: Json, *place: str | int) -> Change:
    """Put a value into a place."""

    def change(part: Json, key: str | int) -> None:
        assert not isinstance(part, list) or json.dumps(part[int(key)]) != json.dumps(value)
        part[key] = copy.deepcopy(value)

    return _step(place, change)


def drop(*place: str | int) -> Change:
    """Leave out what is in a place."""
    return _step(place, lambda part, key: part.__delitem__(key))


def append(value: Json, *place: str | int) -> Change:
    """Add an entry to the list in a place."""
    return _step(place, lambda part, key: part[key].append(copy.deepcopy(value)))


def again(*place: str | int) -> Change:
    """Repeat an entry of a list at its end."""
    return _step(place, lambda part, key: part.append(copy.deepcopy(part[key])))


def more(by: int, *place: str | int) -> Change:
    """Add to an integer."""
    return _step(place, lambda part, key: part.__setitem__(key, part[key] + by))


def reverse(*place: str | int) -> Change:
    """Reverse the list, or the object, in a place."""

    def change(part: Json, key: str | int) -> None:
        whole = part[key]
        part[key] = dict(reversed(whole.items())) if isinstance(whole, dict) else whole[::-1]

    return _step(place, change)


def rename(new: str, *place: str | int) -> Change:
    """Give the key at the end of a place another name, in the same position."""

    def change(part: Json, key: str | int) -> None:
        pairs = [(new if name == key else name, value) for name, value in part.items()]
        part.clear()
        part.update(pairs)

    return _step(place, change)


def swap(old: str, new: str, *place: str | int) -> Change:
    """Replace JSON text by other JSON text wherever it occurs, everywhere or in a place."""

    def replaced(part: Json) -> Json:
        text = json.dumps(part, ensure_ascii=False)
        assert old in text, f"{old} does not occur in {text}"
        return json.loads(text.replace(old, new))

    return _step(place, lambda part, key: part.__setitem__(key, replaced(part[key]))) if place else replaced


def bytes_of(change: Callable[[bytes], bytes]) -> Change:
    """Change the file rather than the data."""
    return lambda document: change(json.dumps(document, ensure_ascii=False, indent=1).encode())


def several(*changes: Change) -> Change:
    """One change after another."""

    def run(document: Json) -> Json:
        for change in changes:
            document = change(document)
        return document

    return run


def in_both_models(change: Callable[..., Change], *arguments: Json, domain: str = "model") -> Change:
    """A change in a place of the model, and of the model of the domain; the place is the last arguments."""
    values = arguments[:1] if change not in (drop, reverse, again) else ()
    place = arguments[len(values) :]
    return several(change(*values, "model", *place), change(*values, "domain", domain, *place))


# Checking


def check(folder: Path, data: bytes, sample: bool = False) -> checker.File:
    path = folder / "certificate.json"
    path.write_bytes(data)
    return checker.check_file(path, sample)


def outcome(file: checker.File) -> tuple[str, str | None]:
    return file.outcome, file.reason


def leaves(data: Json, place: Place = ()) -> Iterator[tuple[Place, Json]]:
    """Everything in a document that is no list and no object, with its place."""
    if isinstance(data, dict | list):
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(part, (*place, key))
    else:
        yield place, data


def rows(base: str, *listed: tuple[str, Change, str]) -> list[Row]:
    """Rows of a table about one genuine certificate, which are signed again."""
    return [Row(name, base, signed(change), reason) for name, change, reason in listed]


def unsigned(base: str, *listed: tuple[str, Change, str]) -> list[Row]:
    """Rows that keep the digest as it is."""
    return [Row(name, base, change, reason) for name, change, reason in listed]


def by_rule(base: str, name: str, changes: Iterable[tuple[str, Change]], reason: str) -> list[Row]:
    """Rows with names that a rule makes, and one reason."""
    return rows(base, *((f"{name} {what}", change, reason) for what, change in changes))


Table = Sequence[Row]
