"""The world's shapes for the maps: from Natural Earth's 1:110m countries to ``src/spamatlas/web/face/world.json``.

Run by ``make world``, at development time only; the result is committed. Shapes are those of the npm package
``world-atlas`` (``countries-110m.json``, TopoJSON of Natural Earth, public domain). The projection is Equal Earth
(Šavrič, Patterson, Jenny: The Equal Earth map projection, IJGIS 2018): areas are true to each other.
"""

import io
import json
import math
import subprocess
import sys
import tarfile
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

PACKAGE = "world-atlas@2.0.2"
TARGET = Path(__file__).parents[1] / "src" / "spamatlas" / "web" / "face" / "world.json"
WIDTH = 900
"""Units across the whole equator; half a degree is about one unit, and every place is a whole number of them."""
NORTH, SOUTH = 83.7, -56.0
"""What is shown, in degrees: to the north of Greenland and the south of Cape Horn. Antarctica is left to a dot."""
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""The polynomial of Equal Earth."""
NAMED = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
"""Shapes without a number of ISO 3166-1: under the code that reports of theirs carry."""
SPLIT = {"FR": ("GF", (-50.0, 10.0))}
"""A code of its own inside another's shape: the rings west and south of a place (longitude, latitude)."""

# Rough middles, (latitude, longitude) in degrees, of codes without a shape at this scale.
DOTS = {
    "AD": (42.5, 1.6), "AG": (17.1, -61.8), "AI": (18.2, -63.1), "AQ": (-56.0, 0.0), "AS": (-14.3, -170.7),
    "AW": (12.5, -70.0), "AX": (60.2, 20.0), "BB": (13.2, -59.5), "BH": (26.0, 50.5), "BL": (17.9, -62.8),
    "BM": (32.3, -64.8), "BQ": (12.2, -68.3), "BV": (-54.4, 3.4), "CC": (-12.2, 96.8), "CK": (-21.2, -159.8),
    "CV": (15.1, -23.6), "CW": (12.2, -69.0), "CX": (-10.5, 105.7), "DM": (15.4, -61.4), "FM": (6.9, 158.2),
    "FO": (62.0, -6.9), "GD": (12.1, -61.7), "GG": (49.5, -2.6), "GI": (36.1, -5.3), "GP": (16.2, -61.5),
    "GS": (-54.4, -36.6), "GU": (13.4, 144.8), "HK": (22.3, 114.2), "HM": (-53.1, 73.5), "IM": (54.2, -4.5),
    "IO": (-6.3, 71.9), "JE": (49.2, -2.1), "KI": (1.4, 173.0), "KM": (-11.9, 43.9), "KN": (17.3, -62.7),
    "KY": (19.3, -81.2), "LC": (13.9, -61.0), "LI": (47.2, 9.5), "MC": (43.7, 7.4), "MF": (18.1, -63.0),
    "MH": (7.1, 171.2), "MO": (22.2, 113.5), "MP": (15.2, 145.7), "MQ": (14.6, -61.0), "MS": (16.7, -62.2),
    "MT": (35.9, 14.4), "MU": (-20.3, 57.6), "MV": (3.2, 73.2), "NF": (-29.0, 168.0), "NR": (-0.5, 166.9),
    "NU": (-19.1, -169.9), "PF": (-17.7, -149.4), "PM": (46.9, -56.3), "PN": (-24.4, -128.3), "PW": (7.5, 134.6),
    "RE": (-21.1, 55.5), "SC": (-4.7, 55.5), "SG": (1.3, 103.8), "SH": (-15.9, -5.7), "SJ": (78.5, 16.0),
    "SM": (43.9, 12.5), "ST": (0.2, 6.6), "SX": (18.0, -63.1), "TC": (21.8, -71.8), "TK": (-9.2, -171.8),
    "TO": (-21.2, -175.2), "TV": (-7.5, 178.7), "UM": (19.3, 166.6), "VA": (41.9, 12.5), "VC": (13.2, -61.2),
    "VG": (18.4, -64.6), "VI": (17.7, -64.8), "WF": (-13.3, -176.2), "WS": (-13.8, -172.1), "YT": (-12.8, 45.2),
}  # fmt: skip

Point = tuple[int, int]


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to the plane, in units of the sphere's radius; x grows to the east, y to the north."""
    m = math.sqrt(3) / 2
    t = math.asin(m * math.sin(math.radians(latitude)))
    x = math.radians(longitude) * math.cos(t) / (m * (A1 + 3 * A2 * t**2 + t**6 * (7 * A3 + 9 * A4 * t**2)))
    return x, t * (A1 + A2 * t**2 + t**6 * (A3 + A4 * t**2))


def placed(longitude: float, latitude: float) -> Point:
    """Degrees to whole units of the drawing; y grows downwards."""
    edge, _ = equal_earth(180, 0)
    scale = WIDTH / (2 * edge)
    x, y = equal_earth(longitude, max(SOUTH, min(NORTH, latitude)))
    return round((x + edge) * scale), round((equal_earth(0, NORTH)[1] - y) * scale)


def arcs_of(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Every arc in degrees: TopoJSON stores whole steps from one point to the next."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        found.append(points)
    return found


def ring_of(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """One ring in degrees; a negative number is an arc run backwards."""
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def cut(ring: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """The ring's parts on either side of the 180th meridian, for one that crosses it."""
    unrolled, turn = ring[:1], 0.0
    for (before, _), (x, y) in pairwise(ring):
        turn += -360.0 if x - before > 180 else 360.0 if before - x > 180 else 0.0
        unrolled.append((x + turn, y))
    if all(-180 <= x <= 180 for x, _ in unrolled):
        return [ring]
    edge = 180.0 if max(x for x, _ in unrolled) > 180 else -180.0
    low = _clipped(unrolled, edge, -1)
    high = _clipped(unrolled, edge, 1)
    return [low, [(x - 360, y) for x, y in high]] if edge > 0 else [[(x + 360, y) for x, y in low], high]


def _clipped(ring: list[tuple[float, float]], edge: float, side: int) -> list[tuple[float, float]]:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman 1974, for a single edge)."""
    kept: list[tuple[float, float]] = []
    for (x, y), (u, v) in pairwise(ring):
        inside, next_inside = (x - edge) * side >= 0, (u - edge) * side >= 0
        if inside:
            kept.append((x, y))
        if inside != next_inside:
            kept.append((edge, y + (v - y) * (edge - x) / (u - x)))
    return kept + kept[:1]


def path(ring: list[tuple[float, float]]) -> str:
    """SVG path data in whole relative steps, points that fall together left out; nothing for less than a triangle."""
    points: list[Point] = []
    for each in ring:
        at = placed(*each)
        if not points or at != points[-1]:
            points.append(at)
    points = _without_straight(points)
    if len(points) < 4:
        return ""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points[:-1])]
    numbers = [number for step in steps for number in step]
    drawn = "".join(str(number) if number < 0 or not place else f" {number}" for place, number in enumerate(numbers))
    return f"M{points[0][0]} {points[0][1]}l{drawn}z"


def _without_straight(points: list[Point]) -> list[Point]:
    """Leaves out what lies exactly on the way from its neighbour to its neighbour."""
    kept = points[:1]
    for place in range(1, len(points) - 1):
        (a, b), (x, y), (c, d) = kept[-1], points[place], points[place + 1]
        if (x - a) * (d - b) != (y - b) * (c - a):
            kept.append(points[place])
    return kept + points[-1:]


def shapes(topology: dict[str, Any]) -> dict[str, str]:
    """Path data by ISO 3166-1 alpha-2 code."""
    arcs = arcs_of(topology)
    found: dict[str, str] = {}
    for each in topology["objects"]["countries"]["geometries"]:
        code = NAMED.get(each["properties"]["name"]) or get_global("territory_aliases")[each["id"]][0]
        polygons = each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]]
        for rings in polygons if code not in DOTS else []:
            for numbers in rings:
                ring = ring_of(numbers, arcs)
                found_as = _own_code(code, ring)
                found[found_as] = found.get(found_as, "") + "".join(path(part) for part in cut(ring))
    return dict(sorted((code, drawn) for code, drawn in found.items() if drawn))


def _own_code(code: str, ring: list[tuple[float, float]]) -> str:
    other, (west, south) = SPLIT.get(code, (code, (-999.0, -999.0)))
    return other if all(x < west and y < south for x, y in ring) else code


def fetched() -> dict[str, Any]:
    """The topology out of the npm package, which is fetched by npm and not kept."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", PACKAGE]
        name = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]  # noqa: S603
        with tarfile.open(fileobj=io.BytesIO((Path(folder) / name).read_bytes())) as archive:
            member = archive.extractfile("package/countries-110m.json")
            assert member
            topology: dict[str, Any] = json.load(member)
            return topology


def main() -> None:
    """Write the file, and say how large it is."""
    drawn = shapes(fetched())
    dots = {code: placed(longitude, latitude) for code, (latitude, longitude) in sorted(DOTS.items())}
    # Codes whose shape vanishes at this scale still get a place.
    missing = sorted(set(drawn) & set(dots))
    assert not missing, missing
    height = placed(0, SOUTH)[1]
    text = json.dumps({"width": WIDTH, "height": height, "shapes": drawn, "dots": dots}, separators=(",", ":"))
    TARGET.write_text(text + "\n", "utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(drawn)} shapes, {len(dots)} dots, {len(text)} bytes\n")


if __name__ == "__main__":
    main()
