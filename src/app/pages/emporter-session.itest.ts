import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { lireZip } from '#platform/zip/zip.ts'
import { planification } from '../../../test/monde/planification.ts'
import { poserPiece } from '../../modules/documents/test/poser.ts'
import { poserSession } from '../../modules/sessions/test/poser.ts'
import type { Personnage } from './test/monter.ts'
import { origine } from './test/visiter.ts'

const storage = postgresStorage()
const m = await planification({
  le: '2026-12-20T09:00:00Z',
  services: { storage },
  faits: async () => ({
    manques: [
      { etat: 'manquant', chose: 'Trois bilans à chaud attendus', qui: 'Tom', quand: 'lundi', geste: '' },
    ],
  }),
})
const { base, a, b, app, aller: lire } = m
const qui = (roles: readonly string[], organisme = a.organisme): Personnage => ({
  organisme,
  personne: newId<'Personne'>(),
  roles,
})
beforeEach(() => {
  m.qui = m.premiere
})
const prendre = async (session: string) => {
  const r = await app.request(`${origine}/sessions/${session}/archive.zip`, {
    method: 'POST',
    headers: { origin: origine, 'content-type': 'application/x-www-form-urlencoded' },
    body: `_jeton=${newId()}`,
  })
  const zip = new Uint8Array(await r.arrayBuffer())
  const fichiers =
    r.status === 200 ? [...lireZip({ taille: zip.length, lire: (ou, n) => zip.subarray(ou, ou + n) })] : []
  const texteDe = (nom: string) =>
    new TextDecoder().decode(fichiers.find((f) => f.nom === nom)?.octets).replaceAll('\u00a0', ' ')
  return { statut: r.status, noms: fichiers.map((f) => f.nom), texteDe }
}

const uneSession = async () => {
  const { session } = await base.maintenance((tx) =>
    poserSession(tx, { ...a, seances: [['2026-12-07', 540, 750]] }),
  )
  const [personne, inscription] = [newId(), newId()]
  await base.maintenance(async (tx) => {
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      values (${a.organisme}, ${personne}, ${a.activite}, 'Agathe', 'Pons', 'pons agathe', now())`.execute(tx)
    await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le)
      values (${a.organisme}, ${inscription}, ${a.activite}, ${session}, ${personne}, 'inscrit', now())`.execute(
      tx,
    )
  })
  return { session, inscription }
}
let rang = 0
/** Une pièce émise, ses octets avec elle ; `perdue` : son fichier n'est plus là. */
const unePiece = async (
  genre: string,
  objet: string,
  { remplace = null as string | null, perdue = false } = {},
) => {
  const { empreinte } = await base.enTantQue(a.organisme, {}, (tx) =>
    storage.put(tx, new TextEncoder().encode(`%PDF-1.7 ${genre} ${newId()}`), 'application/pdf'),
  )
  const numero = `XX-2026-${String(++rang).padStart(4, '0')}`
  const fichier = perdue ? 'a'.repeat(64) : empreinte
  return base.maintenance((tx) =>
    poserPiece(tx, a, { numero, genre, objet: { genre: 'session', id: objet }, fichier, remplace }),
  )
}
const gestes = () =>
  base.enTantQue(
    a.organisme,
    {},
    async (tx) =>
      (
        await sql<{
          geste: string
          details: Record<string, unknown>
        }>`select geste, details from journal.geste
        where geste = 'emporter-session' order by fait_le`.execute(tx)
      ).rows,
  )

describe('tout emporter d’une session', () => {
  it('réunit chaque pièce sous un nom qui dit quoi et de qui, l’index dit ce qui est là et ce qui manque, et le journal s’en souvient', async () => {
    const { session, inscription } = await uneSession()
    const autre = await uneSession()
    const feuille = await unePiece('feuille-emargement', session)
    await unePiece('feuille-emargement', session, { remplace: feuille })
    await unePiece('certificat-realisation', inscription)
    await unePiece('convocation', inscription, { perdue: true })
    await unePiece('certificat-realisation', autre.inscription)
    const page = await lire(`/sessions/${session}/emporter`)
    expect(page.statut).toBe(200)
    for (const mot of [
      '4 pièces',
      'Agathe Pons',
      'Trois bilans à chaud attendus',
      'remplacée',
      'Tout emporter (ZIP)',
    ])
      expect(page.texte).toContain(mot)
    expect((await lire(`/sessions/${session}`)).texte).toContain(`/sessions/${session}/emporter`)
    const { statut, noms, texteDe } = await prendre(session)
    expect(statut).toBe(200)
    expect(noms.map((n) => n.replace(/XX-2026-\d{4}/, 'N'))).toEqual([
      'remplacees/feuille-d-emargement/N.pdf',
      'feuille-d-emargement/N.pdf',
      'certificat-de-realisation/N_agathe-pons.pdf',
      'index.csv',
      'index.html',
    ])
    const index = texteDe('index.html')
    for (const mot of ['Trois bilans à chaud attendus', 'son fichier ne s’est pas lu', 'remplacée depuis'])
      expect(index).toContain(mot)
    // Chaque lien de l'index mène à un fichier de l'archive, et à rien d'autre.
    const liens = [...index.matchAll(/href="([^"]+)"/g)].map((m) => m[1])
    expect(liens.length).toBeGreaterThan(3)
    for (const l of liens) expect(noms).toContain(l)
    expect(texteDe('index.csv')).toContain('Trois bilans à chaud attendus')
    expect(await gestes()).toEqual([
      {
        geste: 'emporter-session',
        details: {
          sensible: true,
          pieces: 4,
          genres: ['feuille-emargement', 'certificat-realisation', 'convocation'],
        },
      },
    ])
  })

  it('ne laisse partir ni un acte disciplinaire, ni ce que le rôle ne lit pas', async () => {
    const { session } = await uneSession()
    await unePiece('acte-disciplinaire', session)
    await unePiece('convention', session)
    await unePiece('facture', session)
    await unePiece('feuille-emargement', session)
    const tout = await prendre(session)
    expect(tout.noms.filter((n) => n.endsWith('.pdf'))).toHaveLength(3)
    expect(tout.noms.join()).not.toContain('disciplin')
    expect(tout.texteDe('index.html')).toContain('actes d’une procédure disciplinaire')
    m.qui = qui(['referent-qualite'])
    const qualite = await prendre(session)
    expect(qualite.noms.join()).not.toContain('facture')
    expect(qualite.texteDe('index.html')).toContain('ne lit pas')
    m.qui = qui(['formateur'])
    expect((await prendre(session)).statut).toBe(403)
  })

  it('une session sans pièce le dit, et une autre coopérative ne trouve rien', async () => {
    const { session } = await uneSession()
    m.qui = qui(['responsable'], b.organisme)
    expect((await lire(`/sessions/${session}/emporter`)).statut).toBe(404)
    expect((await prendre(session)).statut).toBe(404)
    m.qui = m.premiere
    expect((await lire(`/sessions/${session}/emporter`)).texte).toContain('Aucune pièce de cette session')
    expect((await lire(`/sessions/${newId()}/emporter`)).statut).toBe(404)
  })
})
