import { bornesDe, defauts, type Faits, valeursDe } from '../domain/formes/faits.ts'

const nombre = (brut: string, { min, max, entier }: { min: number; max: number; entier: boolean }) => {
  const n = Number(brut.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'))
  return brut.trim() !== '' && Number.isFinite(n) && n >= min && n <= max && (!entier || Number.isInteger(n))
    ? n
    : undefined
}

const ouiOuNon: ReadonlyMap<string, boolean> = new Map([
  ['oui', true],
  ['non', false],
])

/** Les faits que dit une adresse, tenue pour hostile : ce qui ne se lit pas vaut son défaut, et la page montre ce qui a valu. */
export const lireFaitsDeLAdresse = (q: (nom: string) => string | undefined): Faits => {
  const lus = (Object.keys(defauts) as (keyof Faits)[]).map((cle) => {
    const brut = q(cle) ?? ''
    const lu =
      cle in valeursDe
        ? (valeursDe[cle as keyof typeof valeursDe] as readonly string[]).find((v) => v === brut)
        : cle in bornesDe
          ? nombre(brut, bornesDe[cle as keyof typeof bornesDe])
          : ouiOuNon.get(brut)
    return [cle, lu ?? defauts[cle]] as const
  })
  return Object.fromEntries(lus) as unknown as Faits
}
