//! Proposals, inferences, verdicts and what they rest on, by the command line.

use super::virk::Virk;
use serde_json::Value;

#[test]
fn the_sample_says_of_reflection_supported_of_socialisation_partly_and_of_relationship_only_praise()
{
    let virk = Virk::sample();
    let found: Value =
        serde_json::from_str(&virk.run(["verdict", "propose", "--json"]).exits(0).out()).unwrap();
    assert_eq!(
        (
            found["plan"]["test"].as_str(),
            found["plan"]["family"].as_str()
        ),
        (Some("pearson"), Some("stage"))
    );
    let of = |name: &str| {
        found["codes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|code| code["code"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(of("Reflection")["proposal"], "supported");
    assert_eq!(of("Socialisation")["proposal"], "partly supported");
    let relation = of("Relationship formation");
    assert_eq!(
        relation["in_words"],
        "not shown except Praise and recognition, post hoc"
    );
    assert_eq!(relation["except"][0]["post_hoc"], true);
    assert_eq!(
        (
            &relation["except"][0]["tests"]["shown"],
            &relation["except"][0]["others"]["shown"]
        ),
        (&5.into(), &0.into())
    );
    // The stricter tests are told beside it, and never turn an untested link into anything else.
    let links = found["links"].as_array().unwrap();
    assert_eq!(links.len(), 28);
    for link in links {
        let tests = &link["tests"];
        assert!(
            tests["robust"].as_u64() <= tests["adjusted"].as_u64()
                && tests["adjusted"].as_u64() <= tests["fitting"].as_u64()
        );
        assert_eq!(
            link["quantitative"] == "untested",
            link["weighed"].as_array().unwrap().is_empty(),
            "{link}"
        );
        assert!(!link["because"].as_array().unwrap().is_empty());
    }
    // An indicator that measures both ends speaks for no link.
    let circular = links
        .iter()
        .find(|link| link["from_key"] == "mod_match" && link["to_key"] == "m_relation")
        .unwrap();
    assert_eq!(
        (&circular["quantitative"], &circular["tests"]["run"]),
        (&"not testable".into(), &0.into())
    );
}

#[test]
fn a_verdict_says_what_changed_since() {
    let virk = Virk::sample();
    virk.run([
        "verdict",
        "Socialisation -> Progression",
        "open",
        "Nobody has asked",
    ])
    .says("Verdict on")
    .exits(0);
    virk.run(["evidence", "Socialisation -> Progression"])
        .says("open: Nobody has asked")
        .exits(0);
    virk.run([
        "judge",
        "Socialisation -> Progression",
        "01-mentor-1",
        "10..30",
        "contradicts",
    ])
    .exits(0);
    virk.run(["evidence", "Socialisation -> Progression"])
        .says("Changed since: contradicting quotes 0 → 1")
        .exits(0);
    let json: Value = serde_json::from_str(
        &virk
            .run(["evidence", "Socialisation -> Progression", "--json"])
            .exits(0)
            .out(),
    )
    .unwrap();
    assert_eq!(
        json[0]["verdict"]["changed_since"][0],
        "contradicting quotes 0 → 1"
    );
}

#[test]
fn an_inference_is_written_part_by_part_and_a_quote_released() {
    let virk = Virk::sample();
    virk.run([
        "infer",
        "Socialisation -> Progression",
        "--qualitative",
        "Nobody says so",
    ])
    .says("Inferred of")
    .exits(0);
    virk.refuses(
        ["infer", "Socialisation -> Progression", "--fit", "discord"],
        "a discord needs an explanation",
        "",
    );
    virk.run(["infer", "Socialisation -> Progression", "--fit", "silence"])
        .says("silence")
        .exits(0);
    let json: Value = serde_json::from_str(
        &virk
            .run(["evidence", "Socialisation -> Progression", "--json"])
            .exits(0)
            .out(),
    )
    .unwrap();
    assert_eq!(
        (
            &json[0]["inference"]["fit"],
            &json[0]["inference"]["qualitative"]
        ),
        (&"silence".into(), &"Nobody says so".into())
    );
    virk.run(["quotes", "release", "01-mentor-1", "10..30"])
        .says("Released the quote")
        .exits(0);
    virk.run(["quotes", "withhold", "01-mentor-1", "10..30"])
        .says("Withheld the quote")
        .exits(0);
    virk.run(["plan"]).says("Pearson").exits(0);
    virk.run(["plan", "--none"]).exits(0);
    virk.run(["plan"]).says("No plan is declared").exits(1);
}

/// Of each variable the groups that are shown leave five or more people, or nobody, and never those
/// of one group.
fn nothing_is_had_by_subtraction(all: &[Value], public: &[Value]) {
    let mut withheld = 0;
    for of in ["n", "reached", "moved"] {
        for by in public
            .iter()
            .map(|row| row["by"].clone())
            .filter(|by| by != "All")
        {
            let rows: Vec<&Value> = public.iter().filter(|row| row["by"] == by).collect();
            let hidden: Vec<&&Value> = rows.iter().filter(|row| row[of] == "[withheld]").collect();
            let shown: u64 = rows.iter().filter_map(|row| row[of].as_u64()).sum();
            let left = all[0][of].as_u64().unwrap() - shown;
            assert!(
                hidden.is_empty() || hidden.len() > 1 && left >= 5,
                "{of} by {by}: {left} in {}",
                hidden.len()
            );
            withheld += hidden.len();
            for row in rows {
                let real = all
                    .iter()
                    .find(|known| known["by"] == by && known["group"] == row["group"])
                    .unwrap();
                let (real, n) = (real[of].as_u64().unwrap(), real["n"].as_u64().unwrap());
                let small = |count: u64| (1..5).contains(&count);
                assert!(
                    row[of]
                        .as_u64()
                        .is_none_or(|shown| shown == real && !small(real) && !small(n - real)),
                    "{row}"
                );
                assert!(
                    row["reached"] != "[withheld]" || row["low"].is_null() && row["high"].is_null(),
                    "{row}"
                );
            }
        }
    }
    assert!(withheld > 0);
}

/// Who is quoted stands beside a count that is told, and beside no other.
#[test]
fn nobody_is_listed_beside_a_withheld_count() {
    let virk = Virk::sample();
    let rows = virk
        .run([
            "matrix",
            "--privacy",
            "public",
            "--columns",
            "all",
            "--json",
        ])
        .exits(0)
        .json();
    let (mut few, mut many) = (0, 0);
    for row in rows.as_array().unwrap() {
        let withheld = row["informants"] == "< 5";
        *(if withheld { &mut few } else { &mut many }) += 1;
        assert_eq!(withheld, row["informant_names"] == "[withheld]", "{row}");
        if withheld {
            assert_eq!(row["departments"], "[withheld]", "{row}");
            assert!(!row.to_string().contains("Informant "), "{row}");
        }
        assert!(
            row["reason"].is_null() || row["reason"] == "" || row["reason"] == "[withheld]",
            "{row}"
        );
    }
    assert!(few > 0 && many > 0, "{few} {many}");
}

/// Role and department together are those of five people or more.
#[test]
fn role_and_department_are_those_of_enough_together() {
    let virk = Virk::sample();
    virk.run(["export", "informants.json", "--privacy", "public"])
        .exits(0);
    let rows: Value =
        serde_json::from_slice(&std::fs::read(virk.path("informants.json")).unwrap()).unwrap();
    let rows = rows.as_array().unwrap();
    let mut classes = std::collections::BTreeMap::<String, usize>::new();
    rows.iter().for_each(|row| {
        *classes
            .entry(format!("{}, {}", row["role"], row["department"]))
            .or_default() += 1
    });
    assert!(
        classes.values().all(|count| *count >= 5) && !classes.is_empty(),
        "{classes:?}"
    );
    assert!(
        rows.iter().any(|row| row["role"] == "[withheld]")
            && rows.iter().any(|row| row["role"] != "[withheld]"),
        "{classes:?}"
    );
}

#[test]
fn the_four_questions_have_their_answers() {
    let virk = Virk::sample();
    let found: Value =
        serde_json::from_str(&virk.run(["questions", "effect", "--json"]).exits(0).out()).unwrap();
    let groups = found["effect"][0].as_array().unwrap();
    let share = |group: &str| {
        groups.iter().find(|row| row["group"] == group).unwrap()["share"]
            .as_f64()
            .unwrap()
    };
    // The shares that the register was drawn to agree with.
    for (year, expected) in [("2016", 0.0987), ("2017", 0.2227), ("2018", 0.1344)] {
        assert!(
            (share(year) - expected).abs() < 0.000_05,
            "{year}: {}",
            share(year)
        );
    }
    assert!(
        groups
            .iter()
            .all(|row| row["low"].as_f64() <= row["share"].as_f64()
                && row["share"].as_f64() <= row["high"].as_f64())
    );
    let public: Value = serde_json::from_str(
        &virk
            .run(["questions", "effect", "--privacy", "public", "--json"])
            .exits(0)
            .out(),
    )
    .unwrap();
    // Some went a way that few went, and who reached the goal from which benefit would tell of
    // them.
    assert_eq!(public["effect"][1].as_array().unwrap().len(), 0);
    nothing_is_had_by_subtraction(groups, public["effect"][0].as_array().unwrap());
    let whom: Value =
        serde_json::from_str(&virk.run(["questions", "groups", "--json"]).exits(0).out()).unwrap();
    let p = |name: &str| {
        let row = whom["groups"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["background"] == name)
            .unwrap()
            .clone();
        row["p_pearson"].as_f64().unwrap()
    };
    assert!(
        (p("udf") - 0.048).abs() < 0.0005 && (p("kon") - 0.776).abs() < 0.0005,
        "{} {}",
        p("udf"),
        p("kon")
    );
    let when: Value = serde_json::from_str(
        &virk
            .run(["questions", "circumstances", "--json"])
            .exits(0)
            .out(),
    )
    .unwrap();
    let when = when["circumstances"].as_array().unwrap();
    assert!(
        when.iter()
            .all(|row| row["by"] != row["a"] && row["by"] != row["b"])
    );
    let told: Vec<(f64, f64)> = when
        .iter()
        .filter_map(|row| Some((row["p_difference"].as_f64()?, row["p_adjusted"].as_f64()?)))
        .collect();
    assert!(
        told.len() > 300 && told.windows(2).all(|pair| pair[0].0 <= pair[1].0),
        "smallest p first"
    );
    assert!(told.iter().all(|(p, adjusted)| p <= adjusted));
    // Checked by 20,000 permutations of residuals in Python: .00015.
    assert!((told[0].0 - 0.000_215_597).abs() < 1e-8, "{}", told[0].0);
}
