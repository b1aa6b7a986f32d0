"""A small gazetteer: enough places to show every way in which names collide."""

from readouts.domain.gazetteer import Division, Gazetteer, Level


def _province(code: str, region: str, full: str, short: str, english: str, *aliases: str) -> Division:
    return Division(code, region, Level.PROVINCE, full, short, english, aliases)


def _prefecture(code: str, region: str, full: str, short: str, english: str) -> Division:
    return Division(code, region, Level.PREFECTURE, full, short, english)


def _county(code: str, region: str, full: str, short: str, english: str) -> Division:
    return Division(code, region, Level.COUNTY, full, short, english)


PLACES = Gazetteer.of(
    [
        _province("110000", "CN-BJ", "北京市", "北京", "Beijing", "Peking"),
        _province("150000", "CN-NM", "内蒙古自治区", "内蒙古", "Inner Mongolia", "Nei Mongol"),
        _province("220000", "CN-JL", "吉林省", "吉林", "Jilin"),
        _province("310000", "CN-SH", "上海市", "上海", "Shanghai"),
        _province("340000", "CN-AH", "安徽省", "安徽", "Anhui"),
        _province("460000", "CN-HI", "海南省", "海南", "Hainan"),
        _province("500000", "CN-CQ", "重庆市", "重庆", "Chongqing"),
        _province("530000", "CN-YN", "云南省", "云南", "Yunnan"),
        _province("610000", "CN-SN", "陕西省", "陕西", "Shaanxi"),
        _prefecture("211300", "CN-LN", "朝阳市", "朝阳", "Chaoyang"),
        _prefecture("220200", "CN-JL", "吉林市", "吉林", "Jilin"),
        _prefecture("340100", "CN-AH", "合肥市", "合肥", "Hefei"),
        _prefecture("610100", "CN-SN", "西安市", "西安", "Xi'an"),
        _prefecture("632500", "CN-QH", "海南藏族自治州", "海南", "Hainan"),
        _county("110105", "CN-BJ", "朝阳区", "朝阳", "Chaoyang"),
        _county("220104", "CN-JL", "朝阳区", "朝阳", "Chaoyang"),
        _county("340123", "CN-AH", "肥西县", "肥西", "Feixi"),
    ]
)
