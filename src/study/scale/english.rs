//! Scales in English.

use super::response_scale::ResponseScale;

/// The scales. Where two wordings have one rank nobody can say which is more, and no order is
/// proposed.
pub const SCALES: [ResponseScale; 9] = [
    ResponseScale {
        name: "agreement",
        steps: &[
            (-40, "very strongly disagree|extremely disagree"),
            (
                -30,
                "strongly disagree|disagree strongly|completely disagree|disagree completely|totally disagree|fully disagree|entirely disagree|definitely disagree|absolutely disagree|disagree very much|disagree a lot",
            ),
            (-20, "disagree|do not agree|don't agree"),
            (
                -15,
                "mostly disagree|disagree mostly|moderately disagree|disagree moderately|generally disagree|largely disagree",
            ),
            (
                -10,
                "somewhat disagree|disagree somewhat|slightly disagree|disagree slightly|tend to disagree|rather disagree|mildly disagree|partly disagree|partially disagree|disagree a little|disagree a bit",
            ),
            (
                0,
                "neither agree nor disagree|neither agree or disagree|neither disagree nor agree|neither|neither nor|neutral|no preference|indifferent",
            ),
            (
                10,
                "somewhat agree|agree somewhat|slightly agree|agree slightly|tend to agree|rather agree|mildly agree|partly agree|partially agree|agree a little|agree a bit",
            ),
            (
                15,
                "mostly agree|agree mostly|moderately agree|agree moderately|generally agree|largely agree",
            ),
            (20, "agree"),
            (
                30,
                "strongly agree|agree strongly|completely agree|agree completely|totally agree|fully agree|entirely agree|definitely agree|absolutely agree|agree very much|agree a lot",
            ),
            (40, "very strongly agree|extremely agree"),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "frequency",
        steps: &[
            (0, "never|not at all|none of the time|at no time|not once"),
            (
                10,
                "almost never|nearly never|hardly ever|very rarely|very seldom|very infrequently",
            ),
            (
                20,
                "rarely|seldom|infrequently|not often|not very often|a little of the time",
            ),
            (
                30,
                "occasionally|once in a while|now and then|from time to time|every now and then|several days",
            ),
            (40, "sometimes|some of the time|at times"),
            (
                45,
                "about half the time|half the time|about half of the time|half of the time",
            ),
            (
                50,
                "often|frequently|regularly|fairly often|quite often|a good bit of the time|more than half the days",
            ),
            (
                60,
                "very often|very frequently|usually|most of the time|mostly",
            ),
            (
                70,
                "almost always|nearly always|nearly every day|almost all of the time",
            ),
            (
                80,
                "always|all of the time|all the time|every time|constantly",
            ),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "frequency",
        steps: &[
            (0, "never|not at all"),
            (10, "less than once a year|less than yearly"),
            (20, "yearly|once a year|annually|about once a year"),
            (
                30,
                "a few times a year|several times a year|less than once a month|less than monthly",
            ),
            (40, "monthly|once a month|about once a month"),
            (
                50,
                "a few times a month|several times a month|2-3 times a month|two or three times a month",
            ),
            (60, "weekly|once a week|about once a week"),
            (
                70,
                "a few times a week|several times a week|2-3 times a week|two or three times a week|more than once a week",
            ),
            (80, "daily|every day|once a day|about once a day"),
            (
                90,
                "several times a day|multiple times a day|more than once a day|many times a day",
            ),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "satisfaction",
        steps: &[
            (
                -40,
                "extremely dissatisfied|extremely unsatisfied|completely dissatisfied|totally dissatisfied|not at all satisfied",
            ),
            (
                -30,
                "very dissatisfied|very unsatisfied|highly dissatisfied",
            ),
            (-20, "dissatisfied|unsatisfied|not satisfied"),
            (
                -15,
                "moderately dissatisfied|fairly dissatisfied|quite dissatisfied|mostly dissatisfied|rather dissatisfied|not very satisfied|not so satisfied",
            ),
            (
                -10,
                "somewhat dissatisfied|slightly dissatisfied|a little dissatisfied|partly dissatisfied|somewhat unsatisfied",
            ),
            (
                0,
                "neither satisfied nor dissatisfied|neither satisfied or dissatisfied|neither dissatisfied nor satisfied|neither|neither nor|neutral|indifferent",
            ),
            (
                10,
                "somewhat satisfied|slightly satisfied|a little satisfied|partly satisfied",
            ),
            (
                15,
                "moderately satisfied|fairly satisfied|quite satisfied|mostly satisfied|rather satisfied",
            ),
            (20, "satisfied"),
            (30, "very satisfied|highly satisfied"),
            (
                40,
                "extremely satisfied|completely satisfied|totally satisfied|fully satisfied",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "likelihood",
        steps: &[
            (
                -40,
                "extremely unlikely|definitely not|certainly not|not at all likely|definitely will not",
            ),
            (-30, "very unlikely|highly unlikely|very improbable"),
            (
                -20,
                "unlikely|not likely|probably not|improbable|probably will not|not very likely",
            ),
            (-15, "moderately unlikely|fairly unlikely|quite unlikely"),
            (
                -10,
                "somewhat unlikely|slightly unlikely|rather unlikely|a little unlikely",
            ),
            (
                0,
                "neither likely nor unlikely|neither unlikely nor likely|neither|neither nor|neutral|maybe|perhaps|possibly|might or might not|may or may not",
            ),
            (
                10,
                "somewhat likely|slightly likely|rather likely|a little likely",
            ),
            (15, "moderately likely|fairly likely|quite likely"),
            (20, "likely|probably|probable|probably yes|probably will"),
            (30, "very likely|highly likely|very probable|very probably"),
            (
                40,
                "extremely likely|definitely|definitely yes|definitely will|certainly|certain|almost certain",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "quality",
        steps: &[
            (-40, "extremely poor|extremely bad|terrible|awful|horrible"),
            (-30, "very poor|very bad"),
            (-20, "poor|bad|not good"),
            (
                -10,
                "below average|rather poor|somewhat poor|somewhat bad|slightly bad|rather bad|not so good",
            ),
            (-5, "fair"),
            (
                0,
                "average|acceptable|okay|ok|adequate|neither good nor bad|neither poor nor good|neither good nor poor|neither|neither nor|neutral|so so",
            ),
            (
                10,
                "above average|rather good|somewhat good|slightly good|fairly good|quite good",
            ),
            (20, "good"),
            (30, "very good"),
            (40, "excellent|extremely good|outstanding|exceptional"),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "extent",
        steps: &[
            (0, "not at all|to no extent|none at all|nothing at all"),
            (
                10,
                "very little|to a very small extent|hardly at all|hardly",
            ),
            (
                20,
                "a little|a little bit|slightly|to a small extent|to a little extent|to a lesser extent|to a limited extent|little",
            ),
            (
                30,
                "somewhat|to some extent|moderately|to a moderate extent|a moderate amount|partly|partially",
            ),
            (
                40,
                "quite a bit|to a large extent|to a great extent|to a high degree|a lot|considerably|largely|mostly",
            ),
            (45, "very"),
            (
                50,
                "very much|extremely|a great deal|completely|fully|to a very large extent|to a very great extent|to a very high degree|totally|entirely",
            ),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "importance",
        steps: &[
            (
                0,
                "not at all important|completely unimportant|very unimportant",
            ),
            (
                10,
                "not important|unimportant|not very important|not so important",
            ),
            (
                20,
                "slightly important|a little important|of little importance|somewhat unimportant",
            ),
            (25, "neither important nor unimportant|neutral"),
            (
                30,
                "moderately important|somewhat important|fairly important|quite important",
            ),
            (40, "important"),
            (50, "very important"),
            (60, "extremely important|essential|absolutely essential"),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "change",
        steps: &[
            (-30, "much worse|a lot worse|far worse"),
            (-20, "worse"),
            (
                -10,
                "somewhat worse|slightly worse|a little worse|a bit worse",
            ),
            (
                0,
                "about the same|the same|same|no change|unchanged|no difference",
            ),
            (
                10,
                "somewhat better|slightly better|a little better|a bit better",
            ),
            (20, "better"),
            (30, "much better|a lot better|far better"),
        ],
        undecided: false,
    },
];
