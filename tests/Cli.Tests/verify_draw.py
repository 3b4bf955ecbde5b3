#!/usr/bin/env python3
"""Repeats prize draws from their proofs: a second program beside 'ledger draws verify', in another language, from mechanics.md §9 alone.

usage: verify_draw.py PROOF.json...     prints one line per proof: the file's name, and "ok" or what is wrong; exit code 1 if anything is
"""
import hashlib
import json
import pathlib
import sys


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def winners(salt: bytes, chain: bytes, candidates: list, prizes: int) -> list:
    seed, left, won, k = sha256(salt + chain), list(candidates), [], 0
    while len(won) < prizes and left:
        m = len(left)
        # What is beyond the last whole multiple of m would make the first candidates a little likelier: such a try is skipped.
        end = 2**256 // m * m
        while True:
            r = int.from_bytes(sha256(seed + k.to_bytes(8, "big", signed=True)), "big")
            k += 1
            if r < end:
                break
        won.append(left.pop(r % m))
    return won


def fault(proof: dict) -> str:
    salt, chain, candidates = bytes.fromhex(proof["salt"]), bytes.fromhex(proof["chain"]), proof["candidates"]
    if len(salt) != 32 or len(chain) != 32:
        return "salt and chain are 32 bytes each"
    if sha256(salt).hex() != proof["saltHash"]:
        return "the salt is not the one that was announced"
    if candidates != sorted(set(candidates)):
        return "the candidates are not in order, or one is there twice"
    if sha256("\n".join(candidates).encode()).hex() != proof["candidatesHash"]:
        return "the candidates' hash is another"
    if winners(salt, chain, candidates, proof["prizes"]) != proof["winners"]:
        return "the winners are others"
    return ""


def main(paths: list) -> int:
    failed = 0
    for path in paths:
        wrong = fault(json.loads(pathlib.Path(path).read_text(encoding="utf-8")))
        failed |= bool(wrong)
        print(f"{pathlib.Path(path).name}: {wrong or 'ok'}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
