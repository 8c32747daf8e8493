/** Les pays, par leur code ISO 3166-1 ; l’outre-mer français a celui de la France. Noms : ceux d’ICU, en français. */
const codes =
  'AD AE AF AG AI AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FO FR GA GB GD GE GG GH GI GL GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MS MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WS XK YE ZA ZM ZW'

const noms = new Intl.DisplayNames('fr', { type: 'region' })
export const estPays = (code: string): boolean => code.length === 2 && codes.split(' ').includes(code)
export const nomDuPays = (code: string): string => noms.of(code) ?? code

/** De quoi choisir, par nom. */
export const listePays = (): readonly { readonly value: string; readonly label: string }[] =>
  codes
    .split(' ')
    .map((value) => ({ value, label: nomDuPays(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'fr'))

const union = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)
/** Un État membre de l’Union européenne, pour la taxe due par le preneur. Monaco a la TVA française. */
export const dansLUnion = (code: string): boolean => union.has(code)
