//! Laws, measures, standards and articles, and citations of them.

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::id::InstrumentId;
use crate::model::text::Text;
use crate::model::words::words;

words! {
    /// What sort of text an instrument is.
    InstrumentKind {
        /// Statute of a legislature.
        Law = "law", "法律", "law";
        /// Regulation of the State Council.
        AdministrativeRegulation = "administrative-regulation", "行政法规", "administrative regulation";
        /// Rule of one or more ministries.
        DepartmentalRule = "departmental-rule", "部门规章", "departmental rule";
        /// Binding notice below a departmental rule.
        NormativeDocument = "normative-document", "规范性文件", "normative document";
        /// Mandatory national standard.
        MandatoryStandard = "mandatory-standard", "强制性国家标准", "mandatory standard";
        /// Recommended standard.
        RecommendedStandard = "recommended-standard", "推荐性标准", "recommended standard";
        /// Practice guide of a standards body.
        PracticeGuide = "practice-guide", "实践指南", "practice guide";
        /// Policy paper, opinion, norm or article.
        Policy = "policy", "政策文件", "policy";
        /// Regulation of the European Union.
        EuRegulation = "eu-regulation", "欧盟条例", "EU regulation";
        /// Code of practice.
        CodeOfPractice = "code-of-practice", "行为准则", "code of practice";
        /// Voluntary framework.
        Framework = "framework", "框架", "framework";
        /// Draft out for comment.
        Draft = "draft", "征求意见稿", "draft";
    }
}

words! {
    /// Where an instrument stands.
    Status {
        /// In force.
        InForce = "in-force", "现行有效", "in force";
        /// Adopted, in force on a later day.
        Adopted = "adopted", "已公布未施行", "adopted, not yet in force";
        /// Promised; no text yet.
        Announced = "announced", "已预告", "announced";
        /// Draft.
        Draft = "draft", "征求意见", "draft";
        /// Replaced by a later one.
        Superseded = "superseded", "已被取代", "superseded";
        /// Repealed.
        Repealed = "repealed", "已废止", "repealed";
    }
}

words! {
    /// Whose law it is.
    Jurisdiction {
        /// Mainland China.
        China = "cn", "中国", "China";
        /// European Union.
        Eu = "eu", "欧盟", "European Union";
        /// Neither.
        International = "international", "国际", "international";
    }
}

words! {
    /// How well a fact about the law is supported.
    Confidence {
        /// At least two independent sources, or the official text.
        Confirmed = "confirmed", "已核实", "confirmed";
        /// One source.
        SingleSource = "single-source", "单一来源", "single source";
        /// Not checked against a source.
        Unverified = "unverified", "未核实", "unverified";
    }
}

words! {
    /// What could be read of an instrument when its rules were written.
    Read {
        /// The official text.
        Official = "official", "已读官方文本", "official text";
        /// Copies, quotations and notes of others.
        ThirdParty = "third-party", "经第三方转载或引述", "third-party copies and quotations";
        /// Nothing.
        NotRead = "not-read", "未读到原文", "text not read";
    }
}

/// One instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Its id.
    pub id: InstrumentId,
    /// Official title.
    pub title: Text,
    /// Short name.
    pub short: Text,
    /// Who issued it.
    pub issuer: Text,
    /// Official number.
    pub number: Option<String>,
    /// What sort of text it is.
    pub kind: InstrumentKind,
    /// Whose law it is.
    pub jurisdiction: Jurisdiction,
    /// Where it stands.
    pub status: Status,
    /// Day of issue.
    pub issued: Option<Date>,
    /// First day in force.
    pub in_force: Option<Date>,
    /// Last day in force.
    pub until: Option<Date>,
    /// Support for status and dates.
    pub confidence: Confidence,
    /// What was read of it.
    pub read: Read,
    /// Official page.
    pub url: Option<String>,
    /// Variants of the title, doubts, changes.
    pub note: Option<Text>,
    /// Other dates: changes, ends of transitions.
    pub milestones: Vec<Milestone>,
    /// Articles that are known, in order; each with the reason why it holds no duty for a firm, if so.
    pub articles: IndexMap<String, Option<Text>>,
}

/// Another date of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// The day.
    pub on: Date,
    /// What happens then.
    pub what: Text,
    /// Support for the date.
    pub confidence: Confidence,
}

impl Instrument {
    /// A place in this instrument as people write it: 第四条第一款第（二）项, Art. 4(1)2, clause 5.2.
    /// `all` is the instrument as a whole.
    pub fn place(&self, article: &str) -> Text {
        use InstrumentKind::{
            CodeOfPractice, Framework, MandatoryStandard, Policy, PracticeGuide, RecommendedStandard,
        };
        if article == "all" {
            return Text::new("全文", "as a whole");
        }
        let is_number = article.starts_with(|c: char| c.is_ascii_digit());
        match self.kind {
            MandatoryStandard | RecommendedStandard | PracticeGuide if is_number => {
                Text::new(format!("第 {article} 条"), format!("clause {article}"))
            }
            MandatoryStandard | RecommendedStandard | PracticeGuide => {
                Text::new(format!("附录 {article}"), format!("Annex {article}"))
            }
            Policy | CodeOfPractice | Framework => Text::same(article),
            _ if !is_number => Text::same(article),
            _ => {
                Text::new(in_chinese(article).unwrap_or_else(|| format!("第 {article} 条")), format!("Art. {article}"))
            }
        }
    }
}

/// 4(1)2 as 第四条第一款第（二）项; none where the article is not made of such numbers.
fn in_chinese(article: &str) -> Option<String> {
    let (number, rest) = article.split_once('(').unwrap_or((article, ""));
    let (paragraph, item) = rest.split_once(')').unwrap_or((rest, ""));
    let numeral = |digits: &str| digits.parse::<u16>().ok().map(chinese_numeral);
    let mut words = format!("第{}条", numeral(number)?);
    if !paragraph.is_empty() {
        words.push_str(&format!("第{}款", numeral(paragraph)?));
    }
    if !item.is_empty() {
        words.push_str(&format!("第（{}）项", numeral(item)?));
    }
    Some(words)
}

/// Numbers of articles, below a thousand.
fn chinese_numeral(number: u16) -> String {
    let digit = |at: u16| ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"][usize::from(at % 10)];
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let mut words = String::new();
    if hundreds > 0 {
        words.push_str(&format!("{}百", digit(hundreds)));
        if tens == 0 && ones > 0 {
            words.push('零');
        }
    }
    match tens {
        0 => {}
        1 if hundreds == 0 => words.push('十'),
        _ => words.push_str(&format!("{}十", digit(tens))),
    }
    words + digit(ones)
}

/// A place in an instrument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Citation {
    /// The instrument.
    pub instrument: InstrumentId,
    /// Article, clause or annex point, written as in the instrument: `4(1)3`.
    pub article: String,
}

#[cfg(test)]
mod tests {
    use super::{chinese_numeral, in_chinese};

    #[test]
    fn articles_read_as_in_chinese_law() {
        assert_eq!(in_chinese("4(1)2").as_deref(), Some("第四条第一款第（二）项"));
        assert_eq!(in_chinese("17(1)").as_deref(), Some("第十七条第一款"));
        assert_eq!(in_chinese("5(1)(f)"), None);
        assert_eq!([9, 10, 21, 105, 113].map(chinese_numeral), ["九", "十", "二十一", "一百零五", "一百一十三"]);
    }
}
