"""Lines through points, quantiles and windows: what a series of looks says about a trend. Pure."""

from collections.abc import Sequence

Points = Sequence[tuple[float, float]]


def slope(points: Points) -> float:
    """The slope of the line of least squares; 0 where there are fewer than two instants."""
    if len(points) < 2:
        return 0.0
    middle = sum(x for x, _ in points) / len(points)
    height = sum(y for _, y in points) / len(points)
    spread = sum((x - middle) ** 2 for x, _ in points)
    return sum((x - middle) * (y - height) for x, y in points) / spread if spread else 0.0


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which that part of all lies; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def window(points: Points, start: float, end: float) -> list[tuple[float, float]]:
    """The points with start <= x < end."""
    return [(x, y) for x, y in points if start <= x < end]


def median(points: Points) -> float:
    """Of the heights."""
    return quantile([y for _, y in points], 0.5)
