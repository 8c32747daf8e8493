/** Les gestes tirés au sort : les mêmes en mémoire et sur la base. Deux appareils, en ligne et hors ligne, tout ordre. */
import fc from 'fast-check'

export const instants = [
  '2026-11-24T07:50:00.000Z',
  '2026-11-24T08:10:00.000Z',
  '2026-11-24T10:00:00.000Z',
  '2026-11-24T13:20:00.000Z',
  '2026-11-24T14:30:00.000Z',
] as const

/** Ce qu’un appareil note d’une personne. */
export const gestesTires = ['presence', 'absence', 'retard'] as const
export type GesteTire = (typeof gestesTires)[number]

export type Coup =
  | { readonly quoi: 'en-ligne'; readonly qui: number }
  | { readonly quoi: 'hors-ligne'; readonly appareil: 0 | 1; readonly qui: number; readonly geste: GesteTire }
  /** Envoie une part de ce qui attend, dans cet ordre, et renvoie ce qui est déjà parti. */
  | { readonly quoi: 'envoyer'; readonly appareil: 0 | 1; readonly melange: number; readonly combien: number }
  | { readonly quoi: 'absent'; readonly qui: number }
  | { readonly quoi: 'regulariser'; readonly qui: number }
  | { readonly quoi: 'annuler'; readonly qui: number }
  | { readonly quoi: 'clore' }
  | { readonly quoi: 'avancer' }
  /** L’horloge de l’appareil avance de tant de minutes sur la nôtre, ou retarde. */
  | { readonly quoi: 'regler'; readonly appareil: 0 | 1; readonly minutes: number }
  /** Copie le stockage de l’appareil, ou remet la copie : ce qui n’était pas parti depuis y est perdu. */
  | { readonly quoi: 'sauver' | 'restaurer'; readonly appareil: 0 | 1 }

export const personnes = 3
const qui = fc.nat({ max: personnes - 1 })
const appareil = fc.constantFrom(0 as const, 1 as const)

export const suites = (max: number) =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ quoi: fc.constant('en-ligne' as const), qui }) },
      {
        weight: 6,
        arbitrary: fc.record({
          quoi: fc.constant('hors-ligne' as const),
          appareil,
          qui,
          geste: fc.constantFrom('presence' as const, ...gestesTires),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          quoi: fc.constant('envoyer' as const),
          appareil,
          melange: fc.nat({ max: 1_000 }),
          combien: fc.nat({ max: 4 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ quoi: fc.constant('absent' as const), qui }) },
      { weight: 1, arbitrary: fc.record({ quoi: fc.constant('regulariser' as const), qui }) },
      { weight: 1, arbitrary: fc.record({ quoi: fc.constant('annuler' as const), qui }) },
      { weight: 1, arbitrary: fc.constant({ quoi: 'clore' as const }) },
      { weight: 2, arbitrary: fc.constant({ quoi: 'avancer' as const }) },
      {
        weight: 2,
        arbitrary: fc.record({
          quoi: fc.constant('regler' as const),
          appareil,
          // À l’heure, souvent ; sinon de quoi sortir de la fenêtre, reculer, ou rester à cinq minutes près.
          minutes: fc.constantFrom(0, 0, 0, -3, 3, -45, 60, -240, -1440),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          quoi: fc.constantFrom('sauver' as const, 'restaurer' as const),
          appareil,
        }),
      },
    ),
    { minLength: 4, maxLength: max },
  )

/** Un mélange tiré d’un nombre : le même nombre rend le même ordre. */
export const melanger = <T>(liste: readonly T[], graine: number): T[] => {
  const rendue = [...liste]
  let g = graine + 1
  for (let i = rendue.length - 1; i > 0; i--) {
    g = (g * 1_103_515_245 + 12_345) % 2_147_483_648
    const j = g % (i + 1)
    const [x, y] = [rendue[i], rendue[j]]
    if (x !== undefined && y !== undefined) {
      rendue[i] = y
      rendue[j] = x
    }
  }
  return rendue
}

/** Ce qu’une entrée du registre dit d’une case. */
export type Lue = {
  readonly id: string
  readonly genre: string
  readonly inscription: string | null
  readonly etat: string | null
  readonly doublon: boolean
}

/**
 * Rejoue le registre seul : l’état de chaque case, et les fautes. Une présence n’entre en vigueur que sur une case qui
 * n’en a pas : jamais deux signatures valables d’une personne et d’une séance.
 */
export const rejouer = (entrees: readonly Lue[]) => {
  const etats = new Map<string, string>()
  const fautes: string[] = []
  for (const e of entrees) {
    if (e.inscription === null) continue
    const avant = etats.get(e.inscription) ?? 'attendue'
    if (e.genre === 'presence' && e.etat === 'presente' && avant === 'presente')
      fautes.push(`deux présences valables pour ${e.inscription}`)
    if (e.genre === 'retard' && e.etat !== null && (e.etat !== 'presente' || avant !== 'presente'))
      fautes.push(`des minutes retirées à qui n’est pas présent : ${e.id}`)
    if (e.doublon && (e.etat !== null || avant !== 'presente'))
      fautes.push(`un doublon qui n’en est pas un : ${e.id}`)
    if (e.etat !== null) etats.set(e.inscription, e.etat)
  }
  return { etats, fautes }
}
