/**
 * D'un fichier iCalendar, ce qui occupe, et rien d'autre : début, fin, certain ou non. Titres, lieux, personnes ne sortent pas d'ici.
 * Un agenda vient du dehors : une règle impossible y tourne sans fin dans la bibliothèque. À n'appeler que dans `ouvrier.ts`, que l'on tue.
 */
import ICAL from 'ical.js'

export type Occupe = {
  /** Millisecondes depuis 1970. */
  readonly du: number
  readonly au: number
  readonly type: 'occupe' | 'incertain'
}

export type Fenetre = {
  readonly du: number
  readonly au: number
  /** Le fuseau (IANA) de ce qui n'en dit pas : une journée entière, une heure flottante. */
  readonly zone: string
}

/** Plages rendues au plus ; occurrences regardées au plus, avant et dans la fenêtre. */
export const bornesAgenda = { plages: 2_000, occurrences: 50_000 } as const

type Temps = InstanceType<typeof ICAL.Time>

/** L'instant d'une heure de pendule dans ce fuseau ; l'heure qui n'existe pas (printemps) prend la suivante. */
const instantLocal = (t: Temps, zone: string): number => {
  const voulu = Date.UTC(t.year, t.month - 1, t.day, t.hour, t.minute, t.second)
  const decalage = (ms: number): number => {
    const p = Object.fromEntries(
      new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      })
        .formatToParts(ms)
        .map((x) => [x.type, Number(x.value)]),
    ) as Record<string, number>
    return Date.UTC(p.year ?? 0, (p.month ?? 1) - 1, p.day, p.hour, p.minute, p.second) - ms
  }
  const premier = voulu - decalage(voulu)
  return voulu - decalage(premier)
}

const existe = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const enInstant = (t: Temps, defaut: string): number =>
  !t.isDate && t.zone && t.zone.tzid !== 'floating' ? t.toUnixTime() * 1000 : instantLocal(t, defaut)

/** Un fuseau nommé sans sa définition vaut si l'on connaît ce nom ; une journée entière est toujours la nôtre. */
const zoneDe = (c: InstanceType<typeof ICAL.Component>, defaut: string): string => {
  const dit = c.getFirstProperty('dtstart')?.getParameter('tzid')
  return typeof dit === 'string' && existe(dit) ? dit : defaut
}

const mot = (c: InstanceType<typeof ICAL.Component>, nom: string): string =>
  String(c.getFirstPropertyValue(nom) ?? '').toUpperCase()

/** Libre, annulé : cela n'occupe pas. */
const typeDe = (c: InstanceType<typeof ICAL.Component>): Occupe['type'] | undefined => {
  const outlook = mot(c, 'x-microsoft-cdo-busystatus')
  if (mot(c, 'status') === 'CANCELLED' || outlook === 'FREE') return undefined
  // Outlook dit « occupé » même d'une journée que le fichier dit transparente : la norme l'emporte.
  if (mot(c, 'transp') === 'TRANSPARENT') return undefined
  return mot(c, 'status') === 'TENTATIVE' || outlook === 'TENTATIVE' ? 'incertain' : 'occupe'
}

export const etaler = (texte: string, f: Fenetre): Occupe[] => {
  const racines = [ICAL.parse(texte)].flat(1) as unknown[]
  const calendriers = (typeof racines[0] === 'string' ? [racines] : racines).map(
    (r) => new ICAL.Component(r as ConstructorParameters<typeof ICAL.Component>[0]),
  )
  const rendues: Occupe[] = []
  let vues = 0
  const poser = (du: number, au: number, type: Occupe['type']) => {
    if (au > f.du && du < f.au && au > du)
      rendues.push({ du: Math.max(du, f.du), au: Math.min(au, f.au), type })
  }
  for (const cal of calendriers) {
    const composants = cal.getAllSubcomponents('vevent')
    const exceptions = composants.filter((c) => c.hasProperty('recurrence-id'))
    for (const c of composants) {
      if (c.hasProperty('recurrence-id') || !c.hasProperty('dtstart')) continue
      const e = new ICAL.Event(c, { strictExceptions: true, exceptions: [] })
      for (const x of exceptions) if (mot(x, 'uid') === mot(c, 'uid')) e.relateException(x)
      if (!e.isRecurring()) {
        const [type, zone] = [typeDe(c), zoneDe(c, f.zone)]
        if (type) poser(enInstant(e.startDate, zone), enInstant(e.endDate, zone), type)
        continue
      }
      const suite = e.iterator()
      for (let t = suite.next(); t; t = suite.next()) {
        vues += 1
        if (vues > bornesAgenda.occurrences || rendues.length >= bornesAgenda.plages) break
        const d = e.getOccurrenceDetails(t)
        // Une occurrence déplacée peut commencer avant : c'est la date de la suite qui borne.
        if (enInstant(t, zoneDe(c, f.zone)) >= f.au) break
        const [type, zone] = [typeDe(d.item.component), zoneDe(d.item.component, f.zone)]
        if (type) poser(enInstant(d.startDate, zone), enInstant(d.endDate, zone), type)
      }
    }
    // Une exception sans sa série dans le fichier : elle vaut par elle-même.
    for (const x of exceptions) {
      if (composants.some((c) => !c.hasProperty('recurrence-id') && mot(c, 'uid') === mot(x, 'uid'))) continue
      const [type, zone, e] = [typeDe(x), zoneDe(x, f.zone), new ICAL.Event(x)]
      if (type) poser(enInstant(e.startDate, zone), enInstant(e.endDate, zone), type)
    }
    for (const c of cal.getAllSubcomponents('vfreebusy'))
      for (const p of c.getAllProperties('freebusy')) {
        const genre = String(p.getParameter('fbtype') ?? 'BUSY').toUpperCase()
        if (genre === 'FREE') continue
        for (const v of p.getValues() as InstanceType<typeof ICAL.Period>[])
          poser(
            enInstant(v.start, f.zone),
            enInstant(v.getEnd(), f.zone),
            genre === 'BUSY-TENTATIVE' ? 'incertain' : 'occupe',
          )
      }
  }
  return reunir(rendues).slice(0, bornesAgenda.plages)
}

/** Ce qui se touche n'est qu'une plage : deux rendez-vous bout à bout ne disent pas qu'ils sont deux. */
const reunir = (plages: readonly Occupe[]): Occupe[] => {
  const rendues: Occupe[] = []
  for (const type of ['occupe', 'incertain'] as const)
    for (const p of plages.filter((x) => x.type === type).toSorted((a, b) => a.du - b.du)) {
      const avant = rendues.at(-1)
      if (avant?.type === type && p.du <= avant.au)
        rendues[rendues.length - 1] = { ...avant, au: Math.max(avant.au, p.au) }
      else rendues.push(p)
    }
  return rendues.toSorted((a, b) => a.du - b.du || a.au - b.au)
}
