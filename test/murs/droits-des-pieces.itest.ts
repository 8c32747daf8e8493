/**
 * Genre × rôle × relation : chaque pièce, par chaque adresse qui la sert, contre sa fiche et le tableau des droits. Rien n’est énuméré ici :
 * un genre, un rôle ou une relation de plus tombe sous l’essai le jour même.
 */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { prisesDesDocuments } from '#app/prises.ts'
import type { PersonneId } from '#kernel/id.ts'
import { type GenrePiece, genres, listeGenres, type Relation } from '#modules/documents/domain/genres.ts'
import { moduleDocuments } from '#modules/documents/module.ts'
import { droits, type RegleDeDroit, type Role, roles } from '#modules/organisme/domain/droits.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { testServices } from '#web/test/services.ts'
import { poserOrganisme } from '../../src/modules/comptes/test/organismes.ts'
import { poserOffre, poserSession } from '../../src/modules/sessions/test/poser.ts'
import { baseNeuve } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'

/** Aucune relation, ou l’une de celles que les fiches connaissent. */
const relations = [
  'aucune',
  ...new Set(listeGenres.flatMap((g): readonly Relation[] => genres[g].lecteurs.siens)),
] as const
type Cas = {
  readonly id: string
  readonly genre: GenrePiece
  readonly relation: 'aucune' | Relation
  readonly numero: string
}

const base = await baseNeuve()
const keys = keysFromSeed('droits-des-pieces')
const storage = postgresStorage()
const moi = newId<'Personne'>()
const autre = newId<'Personne'>()
const maison = await base.maintenance(async (tx) => {
  const o = await poserOrganisme(tx, 'Langue & Lien')
  return { ...o, offre: await poserOffre(tx, o) }
})

/** Une session, son dossier, son inscription et sa facture, liés à qui lit par cette seule relation. */
const poserObjets = async (relation: (typeof relations)[number]) => {
  const [personne, inscription, dossier, facture] = [newId(), newId(), newId(), newId()]
  const session = await base.maintenance(async (tx) => {
    const s = await poserSession(tx, { ...maison, formateurId: relation === 'anime' ? moi : autre })
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      values (${maison.organisme}, ${personne}, ${maison.activite}, 'Agathe', 'Pons', 'pons agathe', now())`.execute(
      tx,
    )
    await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, personne_id, individuel_a_ses_frais,
        circonstance, regime, regime_article, prix_centimes, cree_le, suivi_par)
      values (${maison.organisme}, ${dossier}, ${maison.activite}, ${s.session}, 'personne', ${personne}, true, 'etablissement', 'contrat',
        'L6353-3', 1000, now(), ${relation === 'suit' ? moi : autre})`.execute(tx)
    await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, dossier_id, personne_id, etat, inscrite_le)
      values (${maison.organisme}, ${inscription}, ${maison.activite}, ${s.session}, ${dossier}, ${personne}, 'inscrit', now())`.execute(
      tx,
    )
    const seule = relation === 'enseigne'
    await sql`insert into facturation.facture (organisme_id, id, activite_id, provenance, genre, outil, numero, emise_le, session_id, dossier_id,
        payeur_personne_id, payeur_nom, pli, total_ht_centimes, total_tva_centimes, total_ttc_centimes, enregistree_le)
      values (${maison.organisme}, ${facture}, ${maison.activite}, 'enregistree', 'facture', 'endi', ${`F-${relation}`}, '2026-11-01',
        ${seule ? null : s.session}, ${seule ? null : dossier}, ${personne}, 'Agathe Pons', 'agathe pons', 0, 0, 0, now())`.execute(
      tx,
    )
    return s.session as string
  })
  return {
    session,
    dossier,
    inscription,
    facture,
    organisme: maison.organisme as string,
    mission: newId() as string,
    // Sienne par son enseigne, et par rien d’autre.
    'activite-commune': (relation === 'enseigne' ? maison.activite : newId()) as string,
  }
}

const cas: Cas[] = []
for (const relation of relations) {
  const objets = await poserObjets(relation)
  for (const genre of listeGenres) {
    const [id, numero] = [newId(), `XX-2026-${String(cas.length + 1).padStart(4, '0')}`]
    const { fichier } = await base.enTantQue(maison.organisme, {}, async (tx) => ({
      fichier: (await storage.put(tx, Buffer.from(`%PDF-1.7 ${id}`), 'application/pdf')).empreinte,
    }))
    await base.maintenance((tx) =>
      sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli,
          objet_genre, objet_id, emise_le)
        values (${maison.organisme}, ${id}, ${maison.activite}, ${genre}, ${numero}, 'essai.v1', '{}', sha256(${id}::bytea), ${fichier}, 1,
          'Une pièce', 'une piece', ${genres[genre].objet}, ${objets[genres[genre].objet]}, date_trunc('milliseconds', now()))`.execute(
        tx,
      ),
    )
    cas.push({ id, genre, relation, numero })
  }
}

let role: Role = 'administration'
const services = {
  ...testServices(),
  keys,
  storage,
  db: {
    ...base.db,
    withTenant: (_: unknown, work: never) =>
      base.enTantQue(maison.organisme, { personne: moi, portee: '*' }, work),
  } as never,
}
const { app } = pagesDevant(services, [moduleDocuments(prisesDesDocuments)], () => ({
  personneId: moi as PersonneId,
  organisme: { id: maison.organisme, code: maison.code, nom: 'Langue & Lien' },
  enseigne: { id: maison.activite, nom: 'Langue & Lien' },
  roles: [role],
  jusque: '2026-12-31',
}))
const demander = (chemin: string, init?: RequestInit) => app.request(`http://localhost:3000${chemin}`, init)

/** Ce que disent la fiche et le tableau des droits ; rien d’autre ne décide. */
const attendu = ({ genre, relation }: Cas): boolean => {
  const { droit, siens } = genres[genre].lecteurs
  const cible = (droits[droit] as RegleDeDroit).par[role]
  return cible === 'tout' || (cible === 'sien' && (siens as readonly string[]).includes(relation))
}
const numerosLus = (): string[] => cas.filter(attendu).map((x) => x.numero)

describe.each(Object.keys(roles) as Role[])('une pièce, lue par le rôle %s', (r) => {
  it('s’ouvre en page et en fichier selon sa fiche, et sinon n’existe pas', async () => {
    role = r
    const ecarts: string[] = []
    for (const x of cas) {
      const voulu = attendu(x) ? 200 : 404
      for (const suite of ['', '/piece.pdf']) {
        const { status } = await demander(`/documents/${x.id}${suite}`)
        if (status !== voulu) ecarts.push(`${x.genre} (${x.relation})${suite} : ${status} pour ${voulu}`)
      }
    }
    expect(ecarts).toEqual([])
  })

  it('n’est aux listes, à l’écran et en tableur, que si elle s’ouvre', async () => {
    role = r
    const csv = await (await demander('/documents?format=csv')).text()
    expect(csv.match(/XX-2026-\d{4}/g)?.sort() ?? []).toEqual(numerosLus().sort())
    const vus: string[] = []
    let page: string | undefined = '/documents'
    while (page) {
      const html: string = (await (await demander(page)).text()).replaceAll('&amp;', '&')
      vus.push(...(html.match(/XX-2026-\d{4}/g) ?? []))
      page = html.match(/href="(\/documents\?[^"]*)" rel="next"/)?.[1]
    }
    expect(vus.sort()).toEqual(numerosLus().sort())
  })

  it('ne se fait ni signer, ni recevoir, ni numériser par qui ne la lit pas', async () => {
    role = r
    const ecarts: string[] = []
    for (const x of cas.filter((y) => !attendu(y)))
      for (const geste of ['signature', 'demandes', 'scans']) {
        const { status } = await demander(`/documents/${x.id}/${geste}`, {
          method: 'POST',
          headers: { origin: 'http://localhost:3000', 'content-type': 'application/x-www-form-urlencoded' },
          body: `_jeton=${newId()}`,
        })
        if (status !== 404 && status !== 403) ecarts.push(`${x.genre} (${x.relation}) ${geste} : ${status}`)
      }
    expect(ecarts).toEqual([])
  })
})
