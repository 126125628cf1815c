//! The European Economic Area: the twenty-seven of the European Union, with Iceland, Liechtenstein and Norway, where the
//! Regulation applies as well (EEA Joint Committee, decision 154/2018). There is no other country in this house (P12).
use crate::words::Words;

crate::db::values::words! {
    /// By its code of ISO 3166-1, in small letters.
    pub enum Country {
        Austria = "at",
        Belgium = "be",
        Bulgaria = "bg",
        Cyprus = "cy",
        Czechia = "cz",
        Germany = "de",
        Denmark = "dk",
        Estonia = "ee",
        Spain = "es",
        Finland = "fi",
        France = "fr",
        Greece = "gr",
        Croatia = "hr",
        Hungary = "hu",
        Ireland = "ie",
        Iceland = "is",
        Italy = "it",
        Liechtenstein = "li",
        Lithuania = "lt",
        Luxembourg = "lu",
        Latvia = "lv",
        Malta = "mt",
        Netherlands = "nl",
        Norway = "no",
        Poland = "pl",
        Portugal = "pt",
        Romania = "ro",
        Sweden = "se",
        Slovenia = "si",
        Slovakia = "sk",
    }
}

impl Country {
    pub fn label(self, t: &Words) -> String {
        match self {
            Country::Austria => t.msg_register_country_at(),
            Country::Belgium => t.msg_register_country_be(),
            Country::Bulgaria => t.msg_register_country_bg(),
            Country::Cyprus => t.msg_register_country_cy(),
            Country::Czechia => t.msg_register_country_cz(),
            Country::Germany => t.msg_register_country_de(),
            Country::Denmark => t.msg_register_country_dk(),
            Country::Estonia => t.msg_register_country_ee(),
            Country::Spain => t.msg_register_country_es(),
            Country::Finland => t.msg_register_country_fi(),
            Country::France => t.msg_register_country_fr(),
            Country::Greece => t.msg_register_country_gr(),
            Country::Croatia => t.msg_register_country_hr(),
            Country::Hungary => t.msg_register_country_hu(),
            Country::Ireland => t.msg_register_country_ie(),
            Country::Iceland => t.msg_register_country_is(),
            Country::Italy => t.msg_register_country_it(),
            Country::Liechtenstein => t.msg_register_country_li(),
            Country::Lithuania => t.msg_register_country_lt(),
            Country::Luxembourg => t.msg_register_country_lu(),
            Country::Latvia => t.msg_register_country_lv(),
            Country::Malta => t.msg_register_country_mt(),
            Country::Netherlands => t.msg_register_country_nl(),
            Country::Norway => t.msg_register_country_no(),
            Country::Poland => t.msg_register_country_pl(),
            Country::Portugal => t.msg_register_country_pt(),
            Country::Romania => t.msg_register_country_ro(),
            Country::Sweden => t.msg_register_country_se(),
            Country::Slovenia => t.msg_register_country_si(),
            Country::Slovakia => t.msg_register_country_sk(),
        }
    }
}
