import { type DateCivile, jourSemaine, joursEntre } from '#kernel/dates.ts'
import { estFerie, type TerritoireFerie } from '#kernel/feries.ts'
import { lireHeure } from '#kernel/heures.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier, uneLigne } from '#kernel/texte.ts'
import { ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { scinder } from './seance.ts'

/** Des heures d'un jour, à la pendule de la salle. */
export type Heures = { readonly debut: number; readonly fin: number }

const matin: Heures = { debut: 540, fin: 750 }
const apresMidi: Heures = { debut: 810, fin: 1020 }
const soiree: Heures = { debut: 1080, fin: 1260 }

/** La journée qui se propose à qui ne dit pas d'heures. */
export const journee: readonly Heures[] = [matin, apresMidi]

const mots: Readonly<Record<string, readonly Heures[]>> = {
  matin: [matin],
  matinee: [matin],
  am: [matin],
  'apres midi': [apresMidi],
  pm: [apresMidi],
  soir: [soiree],
  soiree: [soiree],
  journee: journee,
  'journee entiere': journee,
  'matin et apres midi': journee,
}

export type RefusHoraires = Refus<'horaires-illisibles' | 'horaires-inverses'>

/** « 9h-17h » devient deux demi-journées : la scission que le formulaire propose. */
export const enDemiJournees = ({ debut, fin }: Heures, jour: DateCivile): Heures[] =>
  scinder({ date: jour, debut, fin, zone: ZONE_PAR_DEFAUT }).map((c) => ({ debut: c.debut, fin: c.fin }))

/**
 * Lit ce qu'un tableur met dans une colonne d'horaires : « 9h-12h30 / 13h30-17h », « de 9 h à 17 h », « matin », « journée ». Ce qui
 * traverse midi est scindé, une séance par demi-journée.
 */
export const lireHoraires = (texte: string, jour: DateCivile): Result<Heures[], RefusHoraires> => {
  const rendues: Heures[] = []
  const toute = mots[plier(texte)]
  if (toute) return ok([...toute])
  for (const part of texte.split(/[/;,+&\n]|\s(?:et|puis)\s/iu)) {
    const propre = uneLigne(part).replace(/^de\s+/i, '')
    if (propre === '') continue
    const dites = mots[plier(propre)]
    if (dites) {
      rendues.push(...dites)
      continue
    }
    const [du = '', au = '', reste] = propre.split(/\s*[-–—]\s*|\s+(?:à|a|au)\s+|(?<=[\dh])à(?=\d)/iu)
    const [debut, fin] = [lireHeure(du), lireHeure(au, { fin: true })]
    if (reste !== undefined || !debut.ok || !fin.ok)
      return refuser(
        'horaires-illisibles',
        `« ${propre.slice(0, 40)} » ne se lit pas : écrivez par exemple 9h-12h30 / 13h30-17h, ou matin.`,
      )
    if (fin.value <= debut.value)
      return refuser('horaires-inverses', `« ${propre.slice(0, 40)} » finit avant de commencer.`)
    rendues.push(...enDemiJournees({ debut: debut.value, fin: fin.value }, jour))
  }
  return rendues.length > 0
    ? ok(rendues)
    : refuser('horaires-illisibles', 'Écrivez par exemple 9h-12h30 / 13h30-17h, ou matin.')
}

/** Les jours d'une ligne : le seul dit, ou ceux qui se travaillent du lundi au vendredi jusqu'au dernier. */
export const joursDits = (
  du: DateCivile,
  au: DateCivile | undefined,
  territoire: TerritoireFerie,
): DateCivile[] =>
  au === undefined || au === du
    ? [du]
    : joursEntre(du, au).filter((j) => jourSemaine(j) <= 5 && !estFerie(j, territoire))
