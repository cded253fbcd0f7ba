//! Reading the R fixtures, and saying how near two numbers are.

use serde_json::Value;
use virk::stats::Table;

pub fn read(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/stats/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}")))
        .unwrap()
}

pub fn floats(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|x| x.as_f64().unwrap())
        .collect()
}

pub fn table(value: &Value) -> Table {
    let size = |key: &str| value[key].as_u64().unwrap() as usize;
    Table::new(size("rows"), size("columns"), floats(&value["cells"])).unwrap()
}

/// All tables of the R fixture with their names.
pub fn tables() -> Vec<(String, Table, Value)> {
    let all = read("tables.json");
    all.as_array()
        .unwrap()
        .iter()
        .map(|v| (v["name"].as_str().unwrap().to_string(), table(v), v.clone()))
        .collect()
}

/// Relative distance, or absolute distance below `floor`.
pub fn distance(a: f64, b: f64, floor: f64) -> f64 {
    if a == b {
        0.0
    } else {
        (a - b).abs() / b.abs().max(floor)
    }
}

#[track_caller]
pub fn near(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    let d = distance(ours, theirs, 1e-290_f64.max(f64::MIN_POSITIVE));
    assert!(
        d <= tolerance || (ours - theirs).abs() < 1e-14,
        "{what}: {ours:e} is not {theirs:e} (relative {d:e})"
    );
}
