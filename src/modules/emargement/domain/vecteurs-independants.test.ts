/**
 * Les vecteurs figés, recalculés sans une ligne du module : `node:crypto` et la spécification de `docs/registre.md`
 * seulement. Si ce fichier échoue, c’est le format qui a bougé : jamais les vecteurs que l’on corrige.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

type Vecteurs = {
  organisme: string
  session: string
  selSession: string
  objet: string
  racine: string
  entrees: {
    numero: number
    parts: Record<string, { sel: string; donnees: unknown }>
    contenu: string
    empreinte: string
  }[]
}
const v = JSON.parse(
  readFileSync(new URL('../test/vecteurs-registre.json', import.meta.url), 'utf8'),
) as Vecteurs
const sha = (...morceaux: (string | Buffer)[]) => {
  const h = createHash('sha256')
  for (const m of morceaux) h.update(m)
  return h.digest()
}
/** RFC 8785 pour ce que le registre emploie : objets, listes, textes, entiers, booléens et nuls. */
const canon = (x: unknown): string =>
  x === null || typeof x !== 'object'
    ? JSON.stringify(x)
    : Array.isArray(x)
      ? `[${x.map(canon).join(',')}]`
      : `{${Object.keys(x)
          .sort()
          .map((k) => `${JSON.stringify(k)}:${canon((x as Record<string, unknown>)[k])}`)
          .join(',')}}`

it('la racine et l’étiquette de session suivent la formule écrite', () => {
  expect(sha(`coforme-registre/1 ${v.organisme}`).toString('hex')).toBe(v.racine)
  expect(sha(Buffer.from(v.selSession, 'hex'), v.session).toString('hex')).toBe(v.objet)
})

it.each(v.entrees.map((e) => [e.numero, e] as const))(
  'entrée %i : son texte est canonique, ses engagements et son empreinte se recalculent',
  (numero, e) => {
    const contenu = JSON.parse(e.contenu) as { engagements: Record<string, string> }
    expect(canon(contenu)).toBe(e.contenu)
    expect(contenu.engagements).toEqual(
      Object.fromEntries(
        Object.entries(e.parts).map(([p, { sel, donnees }]) => [
          p,
          sha(Buffer.from(sel, 'hex'), canon(donnees)).toString('hex'),
        ]),
      ),
    )
    const precedente = numero === 1 ? v.racine : v.entrees[numero - 2]?.empreinte
    const rang = Buffer.alloc(8)
    rang.writeBigInt64BE(BigInt(numero))
    expect(
      sha(Buffer.from(precedente ?? '', 'hex'), rang, Buffer.from(v.objet, 'hex'), sha(e.contenu)).toString(
        'hex',
      ),
    ).toBe(e.empreinte)
  },
)

it('l’exemple de docs/registre.md est la troisième entrée, au signe près', () => {
  const doc = readFileSync(new URL('../../../../docs/registre.md', import.meta.url), 'utf8')
  const [, deux, trois] = v.entrees
  for (const attendu of [
    trois?.contenu,
    trois?.empreinte,
    deux?.empreinte,
    v.objet,
    sha(trois?.contenu ?? '').toString('hex'),
  ])
    expect(doc).toContain(attendu)
})
