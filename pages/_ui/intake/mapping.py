"""Headers and departments no one has explained yet: guessed, shown, mapped once and remembered."""

from __future__ import annotations

import streamlit as st

from evalcore.charts import plain
from evalcore.loaders.intake import DATASET, Intake
from evalcore.loaders.mapping import FIELDS
from evalcore.loaders.preview import Preview
from evalcore.loaders.register_words import column_names, heading
from evalcore.queries import frame as queries
from evalcore.queries.run import Selection, Store
from pages._ui import data, show

_SHOWN = 12
_LIST_COLUMNS = {name: heading(name) for name in sorted(column_names()) if name != "ignored"}


def headers(intake: Intake, seen: Preview) -> None:
    """A choice for each unknown header, and those explained so far."""
    explained = intake.headers
    if not seen.headers and not explained:
        return
    with st.container(border=True, key="intake_headers"):
        st.subheader("不认识的表头", anchor=False)
        show.note("指定一次，以后自动识别；不指定的按推测读取，或不读取该列。")
        for header in seen.headers[:_SHOWN]:
            guess = f"推测为“{FIELDS[header.guess]}”" if header.guess in FIELDS else "该列未读取"
            options = _LIST_COLUMNS if header.in_list else dict(FIELDS)
            _choice(f"“{header.text}”（{header.place}，{guess}）", f"header_{header.key}", options, "请选择对应栏目",
                    lambda value, key=header.key: intake.explain(key, value))  # fmt: skip
        for key, field in explained.items():
            _given(
                f"“{key}”按“{FIELDS.get(field) or _LIST_COLUMNS.get(field, field)}”读取",
                f"header_back_{key}",
                lambda key=key: intake.explain(key, None),
            )


def departments(intake: Intake, seen: Preview, store: Store) -> None:
    """A choice for each unknown department, likely ones first."""
    mapped = intake.departments
    unknown = [each for each in seen.departments if each.printed not in mapped]
    if not unknown and not mapped:
        return
    known = data.frame(queries.filter_departments, Selection(dataset=DATASET))
    names = list(known["department"]) if len(known) else []
    with st.container(border=True, key="intake_departments"):
        st.subheader("没有见过的部门名称", anchor=False)
        show.note("同一部门的不同写法请指到已有部门，指定一次，以后自动归并；确为新部门的不必选择。")
        for each in unknown[:_SHOWN]:
            options = {name: name for name in [*each.guesses, *(n for n in names if n not in each.guesses)]}
            looks = f"，可能是“{each.guesses[0]}”" if each.guesses else ""
            _choice(f"“{each.printed}”（{len(each.files)} 个文件{looks}）", f"dept_{each.printed}", options, "作为新部门",
                    lambda value, printed=each.printed: intake.map_department(printed, value))  # fmt: skip
        if len(unknown) > _SHOWN:
            show.note(f"还有 {len(unknown) - _SHOWN} 个，处理后继续显示。")
        for printed, name in mapped.items():
            _given(
                f"“{printed}”归入“{name}”",
                f"dept_back_{printed}",
                lambda printed=printed: intake.map_department(printed, None),
            )


def _choice(label: str, key: str, options: dict[str, str], placeholder: str, take: object) -> None:
    def picked() -> None:
        if (value := st.session_state[key]) is not None:
            take(value)  # type: ignore[operator]  # a lambda that binds its loop variable

    st.selectbox(
        plain.markdown(label), list(options), index=None, key=key, format_func=lambda code: options.get(code, code),
        placeholder=placeholder, on_change=picked,
    )  # fmt: skip


def _given(text: str, key: str, back: object) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain.markdown(text), width="content")
        st.button("撤销", key=key, type="tertiary", on_click=back)  # type: ignore[arg-type]  # as above
