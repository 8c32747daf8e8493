/** Une boîte aux lettres se lit sans rien y changer, chiffrée, et seulement sur l’internet public. */
import { afterAll, expect, it } from 'vitest'
import type { Courrier } from '../domain/cycle/boite.ts'
import { boiteSimulee, certificat } from '../test/boite-simulee.ts'
import { creerBoiteImap } from './imap.ts'

const b = await boiteSimulee()
afterAll(b.fermer)
const le = new Date('2026-11-20T10:00:00Z')
const pdf = { nom: 'FA-1.pdf', type: 'application/pdf', octets: Buffer.alloc(200_000, 'facture ') }
b.poser({
  messageId: '<1@exemple>',
  le,
  jointes: [pdf, { nom: 'logo.png', type: 'image/png', octets: Buffer.from('p') }],
})
b.poser({ le })

const lire = async (
  ou = { validite: null as number | null, jusqua: 0 },
  connus: readonly string[] = [],
  boite = b.creer(b.acces),
  butees = 0,
) => {
  const pris: Courrier[] = []
  let place = ou
  const r = await boite.lire(
    { ...ou, depuis: new Date('2026-11-01') },
    {
      connu: async (m) => connus.includes(m),
      prendre: async (c) => void pris.push(c),
      buter: async () => butees >= 2,
      avancer: async (p) => {
        place = p
        return true
      },
    },
  )
  return { r, pris, place }
}

it('rend les fichiers octet pour octet, une empreinte par message, et où elle en est ; relue de là, plus rien', async () => {
  const { r, pris, place } = await lire()
  expect(r).toEqual({ ok: true, value: { reste: false } })
  expect(pris.map((c) => [c.jointes.map((j) => j.nom), c.laissees, c.recuLe])).toEqual([
    [['FA-1.pdf'], 0, le],
    [[], 0, le],
  ])
  expect(Buffer.from(pris[0]?.jointes[0]?.octets ?? []).equals(pdf.octets)).toBe(true)
  expect(pris[0]?.message).toMatch(/^[0-9a-f]{64}$/)
  expect(place).toEqual({ validite: 1, jusqua: 2 })
  expect((await lire(place)).pris).toEqual([])
  expect((await lire(undefined, [pris[0]?.message ?? ''])).pris.map((c) => c.message)).toEqual([
    pris[1]?.message,
  ])
  // Rien n’y est marqué, déplacé ni effacé : le dossier s’ouvre en lecture seule.
  expect(b.commandes.filter((c) => /STORE|COPY|MOVE|EXPUNGE|APPEND|SELECT|DELETE/.test(c))).toEqual([])
})

it('un message qui ne se lit pas arrête la relève à lui ; essayé assez de fois, il s’écarte, et la suite se lit', async () => {
  const ou = { validite: 1, jusqua: 0 }
  b.couperApres(0)
  expect(await lire(ou)).toMatchObject({ r: { error: { code: 'injoignable' } }, pris: [], place: ou })
  b.couperApres(0)
  const passe = await lire(ou, [], b.creer(b.acces), 2)
  expect(passe).toMatchObject({
    r: { value: { reste: true } },
    pris: [{ illisible: true, jointes: [] }],
    place: { validite: 1, jusqua: 1 },
  })
  expect((await lire(passe.place)).place.jusqua).toBe(2)
})

it('un mot de passe faux, un dossier absent, un autre certificat se disent ; un réseau privé ne se lit pas', async () => {
  const code = async (boite: ReturnType<typeof b.creer>) => {
    const r = await boite.eprouver()
    return r.ok ? 'ok' : r.error.code
  }
  const ici = { resoudre: async () => ['127.0.0.1'], permise: () => true, millisecondes: 3_000 }
  expect(await code(b.creer(b.acces))).toBe('ok')
  expect(await code(b.creer({ ...b.acces, secret: 'faux' }))).toBe('compte')
  expect(await code(b.creer({ ...b.acces, dossier: 'Absent' }))).toBe('dossier')
  // Son certificat n’est signé de personne que la machine connaisse, ou dit un autre nom.
  expect(await code(creerBoiteImap(ici)(b.acces))).toBe('certificat')
  expect(
    await code(creerBoiteImap({ ...ici, tls: { ca: certificat } })({ ...b.acces, hote: 'autre.exemple' })),
  ).toBe('certificat')
  const avant = b.commandes.length
  expect(await code(creerBoiteImap({ resoudre: async () => ['127.0.0.1'] })(b.acces))).toBe('privee')
  expect(await code(creerBoiteImap()({ ...b.acces, hote: '127.0.0.1' }))).toBe('privee')
  expect(b.commandes.length).toBe(avant)
  // En clair sur 143, rien ne se dit tant que la connexion n’est pas chiffrée.
  expect(await code(creerBoiteImap({ ...ici, millisecondes: 500 })({ ...b.acces, port: 143 }))).toBe(
    'injoignable',
  )
})
