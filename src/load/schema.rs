//! JSON Schemas for editors: the raw types' own, completed with what the catalog knows, so that an
//! editor offers every fact with its question and options, and every rule with its title.

use serde_json::{Map, Value as Json, json};

use crate::load::{raw, shape};
use crate::model::catalog::Catalog;
use crate::model::text::Lang;
use crate::model::vocabulary::{Fact, Kind, Origin, Scope};

/// The schema of a self-assessment.
pub fn assessment(catalog: &Catalog, lang: Lang) -> Json {
    let mut schema = shape::schema::<raw::Assessment>();
    schema["title"] = json!("hegui assessment");
    let facts = |scope| facts(catalog, Some(scope), lang);
    set(&mut schema, "/$defs/Organisation/properties/facts", facts(Scope::Organisation));
    set(&mut schema, "/$defs/System/properties/facts", facts(Scope::System));
    set(&mut schema, "/properties/responses", responses(catalog, Scope::Organisation, lang));
    set(&mut schema, "/$defs/System/properties/responses", responses(catalog, Scope::System, lang));
    schema
}

/// The schema of a rule set.
pub fn rule_set(catalog: &Catalog, lang: Lang) -> Json {
    let mut schema = shape::schema::<raw::RuleSet>();
    schema["title"] = json!("hegui rule set");
    let condition = json!({"$ref": "#/$defs/Condition"});
    for place in ["/$defs/Rule/properties/when", "/$defs/Fact/properties/only_if", "/$defs/DerivedCase/properties/when"]
    {
        set(&mut schema, place, condition.clone());
    }
    set(&mut schema, "/$defs/RuleCase/properties/facts", facts(catalog, None, lang));
    set(&mut schema, "/$defs/RuleCase/properties/systems/items", facts(catalog, Some(Scope::System), lang));
    schema["$defs"]["Condition"] = conditions(catalog, lang);
    schema
}

fn set(schema: &mut Json, pointer: &str, value: Json) {
    if let Some(place) = schema.pointer_mut(pointer) {
        *place = value;
    }
}

fn facts(catalog: &Catalog, scope: Option<Scope>, lang: Lang) -> Json {
    let asked = catalog.vocabulary.iter().filter(|(_, fact)| {
        matches!(fact.origin, Origin::Asked { .. }) && scope.is_none_or(|scope| scope == fact.scope)
    });
    let properties: Map<_, _> = asked.map(|(_, fact)| (fact.id.to_string(), value(fact, lang))).collect();
    // A user's own facts come with `--rules`, which the schema cannot know of.
    json!({"type": "object", "properties": properties})
}

fn value(fact: &Fact, lang: Lang) -> Json {
    let mut value = match &fact.kind {
        Kind::Flag => json!({"type": ["boolean", "null"]}),
        Kind::Choice(options) => {
            let words = options.iter().map(|(key, text)| json!({"const": key, "title": text.get(lang)}));
            json!({"oneOf": words.chain([json!({"type": "null"})]).collect::<Vec<_>>()})
        }
        Kind::Set(options) => {
            let words: Vec<_> =
                options.iter().map(|(key, text)| json!({"const": key, "title": text.get(lang)})).collect();
            json!({"type": ["array", "null"], "items": {"oneOf": words}, "uniqueItems": true})
        }
        Kind::Number { min, max, whole, .. } => {
            let mut number = json!({"type": [if *whole { "integer" } else { "number" }, "null"], "minimum": min});
            if let Some(max) = max {
                number["maximum"] = json!(max);
            }
            number
        }
        Kind::Date => json!({"type": ["string", "null"], "format": "date"}),
        Kind::Text => json!({"type": ["string", "null"]}),
    };
    if let Origin::Asked { question, help, .. } = &fact.origin {
        value["description"] = json!(format!("{}\n\n{}", question.get(lang), help.get(lang)));
    }
    value
}

fn responses(catalog: &Catalog, scope: Scope, lang: Lang) -> Json {
    let rules = catalog.rules.values().filter(|rule| rule.scope == scope);
    let properties: Map<_, _> = rules
        .map(|rule| {
            let description = format!("{}\n\n{}", rule.title.get(lang), rule.ask.get(lang));
            (rule.id.to_string(), json!({"$ref": "#/$defs/Response", "description": description}))
        })
        .collect();
    json!({"type": "object", "properties": properties, "additionalProperties": {"$ref": "#/$defs/Response"}})
}

fn conditions(catalog: &Catalog, lang: Lang) -> Json {
    let part = json!({"$ref": "#/$defs/Condition"});
    let parts = json!({"type": "array", "items": part, "minItems": 1});
    let mut properties = Map::new();
    for (head, body) in
        [("all", &parts), ("any", &parts), ("not", &part), ("some_system", &part), ("every_system", &part)]
    {
        properties.insert(head.to_owned(), body.clone());
    }
    for (_, fact) in catalog.vocabulary.iter() {
        properties.insert(fact.id.to_string(), json!({"description": fact.label().get(lang)}));
    }
    json!({
        "oneOf": [
            {"const": "always"},
            {"type": "object", "minProperties": 1, "maxProperties": 1, "properties": properties},
        ]
    })
}
