"""/ leads to /overview; what the link says about filters goes along."""

import streamlit as st

st.switch_page("pages/results/overview.py", query_params=st.query_params.to_dict())
