"""Our own icons: SVG strings on a 24 grid, stroke 1.7, round ends, no fill, one colour.

They are drawn in a token's colour and at the screen's pixel ratio, and a picture is kept under just that (in Qt's own
cache, which the window's hundred buttons share): a theme change only has to ask again.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from widgets.theme import current

_SHAPES: dict[str, str] = {
    "home": "<path d='M3.5 11 12 4l8.5 7'/><path d='M5.8 9.4V20h12.4V9.4'/><path d='M9.8 20v-6h4.4v6'/>",
    "teach": (
        "<path d='M4 20l1-4.4L16.2 4.4a1.7 1.7 0 0 1 2.4 0l1 1a1.7 1.7 0 0 1 0 2.4L8.4 19z'/>"
        "<path d='M14 6.6l3.4 3.4'/>"
    ),
    "watch": "<path d='M4 3.5V20h16.5'/><path d='M7.5 6c.6 6.2 3.6 9.6 12 9.8'/>",
    "play": "<path d='M20.5 11.6a8.2 8.2 0 0 1-12 7.2L3.8 20l1.3-4.4a8.2 8.2 0 1 1 15.4-4z'/>",
    "shelf": "<path d='M4 4h4v16H4zM8 4h4.4v16H8z'/><path d='M14.2 5.2l3.6-1 4 15-3.6 1z'/><path d='M4 8h8.4'/>",
    "queue": "<path d='M4 6h16M4 12h16M4 18h10'/>",
    "settings": (
        "<path d='M3.5 8h9M18.5 8h2M3.5 16h2M11.5 16h9'/><circle cx='15.5' cy='8' r='2.6'/>"
        "<circle cx='8.5' cy='16' r='2.6'/>"
    ),
    "search": "<circle cx='10.5' cy='10.5' r='6.5'/><path d='M15.4 15.4 20.5 20.5'/>",
    "check": "<path stroke-width='2.3' d='M4.5 12.5l5 5L19.5 7'/>",
    "cross": "<path stroke-width='2.3' d='M6 6l12 12M18 6 6 18'/>",
    "warning": "<path d='M12 4 2.8 20h18.4z'/><path d='M12 10v4.6M12 17.2v.2'/>",
    "info": "<circle cx='12' cy='12' r='8.7'/><path d='M12 11.2v5M12 7.8v.2'/>",
    "help": (
        "<circle cx='12' cy='12' r='8.7'/><path d='M9.4 9.4a2.7 2.7 0 1 1 3.9 2.5c-.9.4-1.3 1-1.3 1.9M12 16.6v.2'/>"
    ),
    "start": "<path d='M7 4.5v15l12-7.5z'/>",
    "pause": "<path d='M8.5 5v14M15.5 5v14'/>",
    "stop": "<rect x='5.5' y='5.5' width='13' height='13' rx='1.6'/>",
    "chevron_down": "<path d='M6 9.5l6 6 6-6'/>",
    "chevron_up": "<path d='M6 14.5l6-6 6 6'/>",
    "chevron_right": "<path d='M9 5.5l6.5 6.5L9 18.5'/>",
    "chevron_left": "<path d='M15 5.5 8.5 12l6.5 6.5'/>",
    "arrow_up": "<path d='M12 19.5v-15M6 10.5l6-6 6 6'/>",
    "arrow_down": "<path d='M12 4.5v15M6 13.5l6 6 6-6'/>",
    "arrow_right": "<path d='M4.5 12h15M13.5 6l6 6-6 6'/>",
    "folder": (
        "<path d='M3 6.5c0-.8.6-1.5 1.5-1.5h4.7l2.3 2.7h8c.9 0 1.5.6 1.5 1.5v8.3c0 .9-.6 1.5-1.5 1.5h-15c-.9 "
        "0-1.5-.6-1.5-1.5z'/>"
    ),
    "download": "<path d='M12 3.5v12M6.8 10.6 12 15.8l5.2-5.2M4 20h16'/>",
    "plus": "<path stroke-width='2' d='M12 5v14M5 12h14'/>",
    "file": "<path d='M6 3.5h8l4.5 4.6v12.4H6z'/><path d='M13.6 3.8v4.6h4.6'/>",
    "tag": "<path d='M3.5 4v7.2l9.2 9.2 7.6-7.6-9.2-9.2H4z'/><circle cx='8' cy='8.2' r='1.4'/>",
    "lines": "<path d='M4 7h16M4 12h16M4 17h10'/>",
    "film": "<rect x='3.5' y='5' width='17' height='14' rx='1.5'/><path d='M8.5 5v14M15.5 5v14M3.5 12h17'/>",
    "lock": "<rect x='5' y='10.5' width='14' height='9.5' rx='1.8'/><path d='M8 10.5V8a4 4 0 0 1 8 0v2.5'/>",
    "bolt": "<path d='M13.5 3 5 13.6h6L10 21l8.8-10.8h-6z'/>",
    "clock": "<circle cx='12' cy='12' r='8.5'/><path d='M12 7v5.2l3.4 2'/>",
    "copy": (
        "<rect x='8.5' y='8.5' width='11.5' height='11.5' rx='2'/>"
        "<path d='M15.5 8.3V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.3'/>"
    ),
    "shuffle": (
        "<path d='M3.5 7h3.2c4.6 0 5.6 10 10.2 10h3.6M3.5 17h3.2c1.6 0 2.7-1.2 3.6-2.8M13.4 9.6c.9-1.5 "
        "1.9-2.6 3.5-2.6h3.6M17.7 4.2 20.5 7l-2.8 2.8M17.7 14.2l2.8 2.8-2.8 2.8'/>"
    ),
    "compare": "<path d='M3 8.5h3c5 0 6.5 7 11.5 7H21M3 15.5h3c5 0 6.5-7 11.5-7H21'/>",
    "smooth": "<path d='M3 15c3.5 0 3.5-6 7-6s3.5 4 6 4 3-3 5-3'/>",
    "follow": "<path d='M4 12h12M11 7l5 5-5 5M20 5v14'/>",
    "star": "<path d='M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17.1 6.7 20l1.1-6L3.4 9.8l6-.8z'/>",
    "more": "<g stroke-width='2.6'><path d='M5.5 12h.01M12 12h.01M18.5 12h.01'/></g>",
    "pack": "<path d='M12 3 4 7.3v9.4L12 21l8-4.3V7.3z'/><path d='M4.2 7.5 12 11.7l7.8-4.2M12 11.7V21'/>",
    "trash": "<path d='M4.5 6.5h15M9.5 6.3V4h5v2.3M6.5 6.5 7.4 20h9.2l.9-13.5M10.2 10.5v5.5M13.8 10.5v5.5'/>",
    "globe": (
        "<circle cx='12' cy='12' r='8.5'/>"
        "<path d='M3.5 12h17M12 3.5c4.5 4.6 4.5 12.4 0 17M12 3.5c-4.5 4.6-4.5 12.4 0 17'/>"
    ),
    "undo": "<path d='M8.5 5 4 9.5 8.5 14M4.2 9.5h9.3a5.5 5.5 0 0 1 0 11H9'/>",
    "eye": (
        "<path d='M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z'/>"
        "<circle cx='12' cy='12' r='2.8'/>"
    ),
}

NAMES = tuple(_SHAPES)


def svg(name: str, color: str) -> str:
    """The SVG text of an icon in `color` ("#RRGGBB"); KeyError if there is no such icon."""
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24' viewBox='0 0 24 24' fill='none' "
        f"stroke='{color}' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'>{_SHAPES[name]}</svg>"
    )


def draw(painter: QPainter, name: str, rect: QRectF, token: str = "muted") -> None:
    """Paint an icon into `rect`, in the colour of a theme token."""
    renderer = QSvgRenderer(QByteArray(svg(name, current().hex(token)).encode()))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    renderer.render(painter, QRectF(rect))


def pixmap(name: str, token: str = "muted", size: int = 16, ratio: float | None = None) -> QPixmap:
    """An icon as picture, `size` logical pixels square; `ratio` defaults to the screen's."""
    app = QGuiApplication.instance()
    ratio = ratio or (app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0)
    key, picture = f"icon {name} {current().hex(token)} {size} {ratio}", QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, name, QRectF(0, 0, size, size), token)
    painter.end()
    QPixmapCache.insert(key, picture)
    return picture


def icon(name: str, token: str = "muted", size: int = 16, *, on: str | None = None) -> QIcon:
    """An icon for buttons and menus; `on` is the token when checked. Disabled ones are faint.

    Ask again on a theme change.
    """
    result = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        result.addPixmap(pixmap(name, token, size, ratio))
        result.addPixmap(pixmap(name, "faint", size, ratio), QIcon.Mode.Disabled)
        if on is not None:
            result.addPixmap(pixmap(name, on, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return result
