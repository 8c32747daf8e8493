/**
 * Un banc pour toute page qui reçoit un formulaire : des milliers de corps manqués, répétés, énormes ou hostiles.
 * Une page peut refuser ce qu'elle veut ; elle ne tombe jamais. `expect(await eprouver(app, routes)).toEqual([])`.
 */
import fc from 'fast-check'

type Application = { request(url: string, init?: RequestInit): Response | Promise<Response> }

export type RouteDeFormulaire = { readonly url: string; readonly champs: readonly string[] }

export type OptionsDeBanc = {
  /** Corps par route. */
  readonly corps?: number
  /** Origine que l'application tient pour sienne. */
  readonly origine?: string
  /** Graine, pour rejouer une faute. */
  readonly graine?: number
  /** En-têtes de plus : un témoin de connexion, par exemple. */
  readonly entetes?: Readonly<Record<string, string>>
}

export type Faute = {
  readonly url: string
  readonly statut: number
  readonly corps: string
  readonly type: string
}

const pieges = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ufffd',
  '\ufeff\u202e\u2066x',
  '𝕬𝖌𝖆𝖙𝖍𝖊',
  '👩‍👩‍👧‍👦',
  'e\u0301'.repeat(40),
  '%00%ff',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; drop table emargement.signature; --",
  '{{7*7}}',
  '__proto__',
  'constructor',
  '[object Object]',
  'NaN',
  '-0',
  '1e309',
  '9'.repeat(400),
  '99/99/9999',
  '24:60',
  '0001-01-01',
  '../../etc/passwd',
  '\r\nSet-Cookie: a=b',
  'on',
  'oui',
]
const nomsHostiles = [
  '__proto__',
  '__proto__[a]',
  'constructor.prototype',
  'toString',
  '_organisme',
  '_jeton',
  'ajouter',
  'retirer',
  'brouillon',
  'geste',
  'a[9999].b',
  'a[0][0].c',
  '[]',
  '.',
  '',
  'é',
]

const valeur = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...pieges) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }).map((n) => 'x'.repeat(n * 500)) },
)

/** Le même rang, un autre rang, un rang absurde : `seances[0].date` devient `seances[7].date`. */
const nomDe = (champs: readonly string[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...champs) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...champs), fc.constantFrom('0', '1', '7', '199', '9999', '-1', 'x'))
        .map(([nom, rang]) => (nom.includes('[') ? nom.replace(/\[\d+\]/, `[${rang}]`) : `${nom}[${rang}]`)),
    },
    { weight: 2, arbitrary: fc.constantFrom(...champs).map((nom) => `${nom}.suite`) },
    { weight: 2, arbitrary: fc.constantFrom(...nomsHostiles) },
  )

type Envoi = { readonly corps: Uint8Array<ArrayBuffer>; readonly type: string }

const octets = (texte: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(texte))

const enUrlencoded = (paires: readonly (readonly [string, string])[]): Envoi => ({
  corps: octets(
    paires
      .map(([n, v]) => `${encodeURIComponent(n.toWellFormed())}=${encodeURIComponent(v.toWellFormed())}`)
      .join('&'),
  ),
  type: 'application/x-www-form-urlencoded',
})

const enParties = (paires: readonly (readonly [string, string])[], fichier: boolean): Envoi => {
  const morceaux = paires.map(
    ([n, v], i) =>
      `--b\r\nContent-Disposition: form-data; name="${n.replaceAll('"', '%22')}"${fichier && i % 2 === 0 ? `; filename="x.pdf"\r\nContent-Type: application/pdf` : ''}\r\n\r\n${v}\r\n`,
  )
  return { corps: octets(`${morceaux.join('')}--b--\r\n`), type: 'multipart/form-data; boundary=b' }
}

const envoi = (champs: readonly string[]): fc.Arbitrary<Envoi> => {
  const paires = fc.array(fc.tuple(nomDe(champs), valeur), { maxLength: 24 })
  const types = [
    'application/json',
    'text/plain',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'application/x-www-form-urlencoded; charset=utf-16',
    '',
  ]
  return fc.oneof(
    { weight: 8, arbitrary: paires.map(enUrlencoded) },
    { weight: 5, arbitrary: fc.tuple(paires, fc.boolean()).map(([p, f]) => enParties(p, f)) },
    {
      weight: 2,
      arbitrary: fc
        .uint8Array({ maxLength: 300 })
        .map((o) => ({ corps: new Uint8Array(o), type: 'application/x-www-form-urlencoded' })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...types))
        .map(([o, type]) => ({ corps: new Uint8Array(o), type })),
    },
    // Une partie coupée avant sa fin.
    {
      weight: 1,
      arbitrary: fc.tuple(paires, fc.nat(200)).map(([p, n]) => {
        const entier = enParties(p, true)
        return { ...entier, corps: entier.corps.slice(0, n) }
      }),
    },
    // Des centaines de fois la même réponse.
    {
      weight: 1,
      arbitrary: nomDe(champs).map((n) =>
        enUrlencoded(Array.from({ length: 1_200 }, () => [n, 'x'] as const)),
      ),
    },
  )
}

/** Les envois qui ont fait tomber une page (statut 500 et plus), au plus cinq par route. */
export const eprouver = async (
  app: Application,
  routes: readonly RouteDeFormulaire[],
  { corps = 500, origine = 'http://localhost:3000', graine = 20_261_124, entetes = {} }: OptionsDeBanc = {},
): Promise<{
  readonly fautes: readonly Faute[]
  readonly statuts: ReadonlyMap<number, number>
  readonly essais: number
}> => {
  const fautes: Faute[] = []
  const statuts = new Map<number, number>()
  let essais = 0
  for (const route of routes) {
    const echantillon = fc.sample(envoi(route.champs), { numRuns: corps, seed: graine })
    let tombes = 0
    for (const { corps: body, type } of echantillon) {
      const reponse = await app.request(`${origine}${route.url}`, {
        method: 'POST',
        headers: { origin: origine, ...entetes, ...(type === '' ? {} : { 'content-type': type }) },
        body,
      })
      essais += 1
      statuts.set(reponse.status, (statuts.get(reponse.status) ?? 0) + 1)
      await reponse.arrayBuffer()
      if (reponse.status < 500 || tombes >= 5) continue
      tombes += 1
      fautes.push({
        url: route.url,
        statut: reponse.status,
        type,
        corps: new TextDecoder().decode(body).slice(0, 400),
      })
    }
  }
  return { fautes, statuts, essais }
}
