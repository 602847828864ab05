"""Who gets in at the doors of the figures."""

KEEPER = {"administrator"}
PLACE = "/rates/{place}"
DRAFT = "/rates/figures/{draft_scale}"
FORCE = "/rates/figures/{scale_in_force}"

GETS = {
    "rates.index": ("/rates", KEEPER),
    "rates.place": (PLACE, KEEPER),
    "rates.entered": (f"{PLACE}/sets", KEEPER),
    "rates.history": (f"{PLACE}/history", KEEPER),
    "rates.pay": (f"{PLACE}/pay/wales/2026-27", KEEPER),
    "rates.pay_csv": (f"{PLACE}/pay/wales/2026-27/pay.csv", KEEPER),
    "rates.compare": (f"{PLACE}/compare", KEEPER),
    "rates.new_scale": (f"{PLACE}/pay/new", KEEPER),
    "rates.new_on_costs": (f"{PLACE}/on-costs/new", KEEPER),
    "rates.choices": (f"{PLACE}/choices", KEEPER),
    "rates.choose": (f"{PLACE}/choices/change", KEEPER),
    "rates.new_hourly": (f"{PLACE}/choices/hourly", KEEPER),
    "rates.figures": (DRAFT, KEEPER),
    "rates.change": (f"{DRAFT}/change", KEEPER),
    "rates.confirm": (f"{DRAFT}/in-force", KEEPER),
    "rates.throw_away": (f"{DRAFT}/throw-away", KEEPER),
    "rates.end": (f"{FORCE}/end", KEEPER),
    "rates.new_point": (f"{DRAFT}/points", KEEPER),
    "rates.point": (f"{DRAFT}/points/{{point}}", KEEPER),
    "rates.file": (f"{DRAFT}/file", KEEPER),
    "rates.check_file": (f"{DRAFT}/file/check", KEEPER),
}

POSTS = {
    "rates.new_scale_post": (f"{PLACE}/pay/new", KEEPER),
    "rates.new_on_costs_post": (f"{PLACE}/on-costs/new", KEEPER),
    "rates.choose_post": (f"{PLACE}/choices/change", KEEPER),
    "rates.new_hourly_post": (f"{PLACE}/choices/hourly", KEEPER),
    "rates.end_hourly": ("/rates/hourly/{hourly}/end", KEEPER),
    "rates.change_post": (f"{DRAFT}/change", KEEPER),
    "rates.confirm_post": (f"{DRAFT}/in-force", KEEPER),
    "rates.throw_away_post": (f"{DRAFT}/throw-away", KEEPER),
    "rates.end_post": (f"{FORCE}/end", KEEPER),
    "rates.new_point_post": (f"{DRAFT}/points", KEEPER),
    "rates.point_post": (f"{DRAFT}/points/{{point}}", KEEPER),
    "rates.remove_point": (f"{DRAFT}/points/{{point}}/remove", KEEPER),
    "rates.file_post": (f"{DRAFT}/file", KEEPER),
    "rates.check_file_post": (f"{DRAFT}/file/check", KEEPER),
    "rates.apply_file": (f"{DRAFT}/file/apply", KEEPER),
    "rates.drop_file": (f"{DRAFT}/file/drop", KEEPER),
}
