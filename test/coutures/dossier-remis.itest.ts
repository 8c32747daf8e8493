// Long parce que chaque récit va de la remise à l’effacement, des deux côtés.
/** Le dossier 21/22 remis pour une mission : la personne seule le donne et le reprend, chaque ouverture est notée, le terme l’efface. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { composerArchive } from '#modules/donnees/gestes/exporter-personne.ts'
import { lireMissions } from '#modules/mutualisation/db/appels.ts'
import {
  employerRemise,
  expirerRemises,
  lirePieces,
  lireRemises,
  noterLecture,
  piecesARemettre,
  remisesDeLaPersonne,
  retirerRemise,
  vivierDeLaPersonne,
} from '#modules/mutualisation/db/dossier-portes.ts'
import { ecrireRetour } from '#modules/mutualisation/db/retours-portes.ts'
import type { RemiseId } from '#modules/mutualisation/domain/dossier-remis.ts'
import type { MissionId } from '#modules/mutualisation/domain/missions.ts'
import type { FicheId } from '#modules/mutualisation/domain/vivier.ts'
import { dossiersRemisPar } from '#modules/mutualisation/gestes/dossier-remis.ts'
import { moduleMutualisation } from '#modules/mutualisation/module.ts'
import { sansPrises } from '#modules/mutualisation/prises.ts'
import { ouvrirFiche } from '#modules/mutualisation/test/ouvrir-fiche.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import { poserDossier, poserMission } from '#modules/mutualisation/test/poser-mission.ts'
import { poleModule } from '#modules/pole/index.ts'
import { classerPieceRemise } from '#modules/qualite/index.ts'
import { poserIntervenant, poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'
import { pdfDEssai } from '../pdf-d-essai.ts'

const m = await monde({
  modules: [poleModule, moduleMutualisation({ ...sansPrises, classerDossier: classerPieceRemise })],
  services: { storage: postgresStorage(), keys: keysFromSeed('dossier-remis') },
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', tierce: 'Étrangère' },
  gens: {
    ana: { roles: ['responsable', 'referent-qualite'], chez: 'a' },
    lila: { roles: ['formateur'], chez: 'b', prenom: 'Lila', nom: 'Benamar' },
    bruno: { roles: ['formateur'], chez: 'b' },
    bea: { roles: ['responsable'], chez: 'b' },
    compta: { roles: ['comptable'], chez: 'b' },
    paula: { roles: ['assistant'], chez: 'b' },
    theo: { roles: ['responsable'], chez: 'tierce' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, lila, bruno, bea, compta, paula, theo } = m
const admin = await base.client('admin')
const aujourdhui = jourLocal(new Date(), ZONE_PAR_DEFAUT)
const ecrit = (n: number) => formaterDate(ajouterJours(aujourdhui, n), 'chiffres')
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, bea, theo]))
const cles = await base.maintenance((tx) =>
  poserDossier(
    tx,
    { organisme: lila.organisme, activite: m.coops.b.activite, compte: lila.personne },
    pdfDEssai('CV de Lila'),
  ),
)
const mission = (etat: 'option' | 'ferme' | 'faite', dansJours: number) =>
  base.maintenance((tx) =>
    poserMission(tx, { pole, recoit: ana, envoie: lila, etat, jour: ajouterJours(aujourdhui, dansJours) }),
  )
const remettre = async (id: MissionId, autres: Record<string, string | readonly string[]> = {}) =>
  lila.poster(`/vivier/missions/${id}/remettre`, {
    version: '1',
    pieces: ['titres', cles.cv, cles.formation],
    jusque: ecrit(1000),
    accord: 'on',
    ...autres,
  })
/** Sa fiche chez qui reçoit, affectée à la demi-journée de ce jour-là, ou à aucune. */
const poserFiche = (jours: readonly number[]) =>
  base.maintenance(async (tx) => {
    const chez = { organisme: ana.organisme, activite: m.coops.a.activite }
    const { seances } = await poserSession(tx, {
      ...chez,
      offre: await poserOffre(tx, chez),
      seances: jours.map((n) => [ajouterJours(aujourdhui, n), 540, 750] as const),
    })
    return poserIntervenant(tx, chez, seances, { prenom: 'Lila', nom: 'Benamar', titres: '' })
  })
const unFait = async <T>(requete: string, valeurs: readonly unknown[]): Promise<T> =>
  (await admin.query(requete, [...valeurs])).rows[0] as T
const laFiche = (personne: string) =>
  unFait<{ titres: string; rapport: string }>(
    'select titres, rapport from tiers.intervenant where organisme_id = $1 and personne_id = $2',
    [ana.organisme, personne],
  )
const ouvrirEtRanger = async (id: MissionId, remise: RemiseId) => {
  expect((await ana.lire(`/vivier/missions/${id}/dossiers/${remise}`)).statut).toBe(200)
  const range = await ana.poster(`/vivier/missions/${id}/ranger`, { remise })
  expect(range.statut, range.texte).toBe(303)
}
/** Le terme de cette remise est passé : ce qui s’ôte du dépôt. */
const echoir = async (remise: RemiseId) => {
  await base.maintenance((tx) =>
    sql`update mutualisation.remise set jusqu_au = current_date - 1 where id = ${remise}`.execute(tx),
  )
  return base.worker.withoutTenant((tx) => expirerRemises(tx, 10, new Date()))
}
const laRemise = async (qui: Connectee, id: MissionId) => (await en(qui, (tx) => lireRemises(tx, id)))[0]

describe('le dossier remis', () => {
  it('va de la personne aux registres de qui reçoit, avec sa source et sa date, et personne d’autre ne le lit', async () => {
    const id = await mission('ferme', 10)
    const page = `/vivier/missions/${id}`
    expect((await lila.lire(page)).texte).toContain(
      'Remettre mon dossier à Langue & Lien'.replace('&', '&amp;'),
    )
    expect((await bea.lire(page)).texte).not.toContain(`${page}/remettre`)
    // Un texte d’avant, un terme trop court ou trop long, sans accord, sans pièce : rien ne se remet.
    for (const autres of [
      { version: '2' },
      { jusque: ecrit(5) },
      { jusque: ecrit(3000) },
      { accord: '' },
      { pieces: [] },
      { pieces: [newId()] },
    ])
      expect([409, 422], JSON.stringify(autres)).toContain((await remettre(id, autres)).statut)
    for (const qui of [bea, bruno, ana, theo])
      expect(
        (
          await qui.poster(`${page}/remettre`, {
            version: '1',
            pieces: 'titres',
            jusque: ecrit(1000),
            accord: 'on',
          })
        ).statut,
      ).not.toBe(303)
    // Rien n’est coché d’avance ; qui ne lit pas le dossier ne lit pas s’il est remis.
    expect((await lila.lire(page)).texte).toMatch(/name="pieces"/)
    expect((await lila.lire(page)).texte).not.toMatch(/<input[^>]*name="pieces"[^>]*checked/)
    const fait = await remettre(id)
    expect(fait.statut, fait.texte).toBe(303)
    const sansLui = await paula.lire(page)
    expect([sansLui.statut, sansLui.texte.includes('Dossier de la personne')]).toEqual([200, false])
    expect((await remettre(id)).statut).toBe(409)
    const r = await laRemise(ana, id)
    const remise = r?.remise as RemiseId
    expect(r?.pieces?.map((p) => p.genre).sort()).toEqual(['cv', 'formation', 'titres'])
    // Chiffré : la base n’a rien en clair.
    const { rows } = await admin.query(
      `select encode(octets, 'escape') as o from mutualisation.remise_piece where remise_id = $1`,
      [remise],
    )
    expect(rows.map((x) => x.o).join(' ')).not.toMatch(/Benamar|didactique|%PDF/)
    // Ni une tierce, ni une collègue, ni la comptabilité : ni page, ni ligne, ni nombre.
    const dossier = `${page}/dossiers/${remise}`
    for (const qui of [theo, bruno, compta, bea, lila]) {
      expect((await qui.lire(dossier)).statut, qui.courriel).not.toBe(200)
      expect(await en(qui, (tx) => noterLecture(tx, remise, new Date()))).toBe('introuvable')
      expect(await en(qui, (tx) => lirePieces(tx, remise, new Date()))).toEqual([])
    }
    for (const qui of [theo, bruno, compta]) expect(await laRemise(qui, id)).toBeUndefined()
    // Sans lecture notée dans une transaction d’avant, rien ne sort, et rien ne se range.
    expect(
      await en(ana, async (tx) => {
        await noterLecture(tx, remise, new Date())
        return lirePieces(tx, remise, new Date())
      }),
    ).toEqual([])
    await admin.query('delete from mutualisation.remise_lecture where remise_id = $1', [remise])
    expect(await en(ana, (tx) => employerRemise(tx, remise, new Date()))).toBe('a-lire')
    const ouvert = await ana.lire(dossier)
    expect(ouvert.statut).toBe(200)
    for (const dit of [
      'tel que remis',
      'Master de didactique',
      'Remis par Lila Benamar, des Tisserands',
      'Le vérifier reste à nous',
    ])
      expect(ouvert.texte).toContain(dit)
    const rang = /dossiers\/[0-9a-f-]{36}\/(\d+)"/.exec(ouvert.texte)?.[1]
    const fichier = await ana.lire(`${dossier}/${rang}`)
    expect([fichier.statut, fichier.type]).toEqual([200, 'application/pdf'])
    // La personne lit que l’on a ouvert.
    const luDElle = (await lila.lire(page)).texte
    expect(luDElle).toContain('Ouvert par Langue &amp; Lien 2 fois')
    expect(/Quand il fut ouvert<\/summary><ul>(<li>[^<]+<\/li>){2}<\/ul>/.test(luDElle), luDElle).toBe(true)
    // Sans fiche ici, on ne range pas ; puis ses titres vont à la fiche, le reste aux registres, jusqu’au terme.
    expect((await ana.poster(`${page}/ranger`, { remise })).texte).toContain('Confiez-lui d’abord')
    // Une homonyme que la mission n’a affectée à rien n’en reçoit rien.
    const homonyme = await poserFiche([90])
    expect((await ana.poster(`${page}/ranger`, { remise })).texte).toContain('Confiez-lui d’abord')
    const personne = await poserFiche([10])
    for (const _ of [1, 2]) expect((await ana.poster(`${page}/ranger`, { remise })).statut).toBe(303)
    const ranges = await admin.query(
      `select r.genre, r.titre, r.expire_le::text as terme, (select count(*)::int4 from qualite.jointe j where j.organisme_id = r.organisme_id and j.ligne_id = r.id) as fichiers
        from qualite.registre r where r.organisme_id = $1 and r.personne_id = $2 order by 1`,
      [ana.organisme, personne],
    )
    expect(ranges.rows.map((x) => [x.genre, x.terme, x.fichiers])).toEqual([
      ['cv', ajouterJours(aujourdhui, 1000), 1],
      ['developpement', ajouterJours(aujourdhui, 1000), 0],
    ])
    for (const x of ranges.rows) expect(x.titre).toContain('Remis par Lila Benamar, des Tisserands')
    const titres = async () =>
      (
        await admin.query(
          'select titres from tiers.intervenant where organisme_id = $1 and personne_id = $2',
          [ana.organisme, personne],
        )
      ).rows[0]?.titres
    expect(await titres()).toContain('Master de didactique')
    expect((await laFiche(homonyme)).titres).toBe('')
    // L’accord repris après usage : ce qui a servi reste, et la page le dit des deux côtés.
    expect((await lila.poster(`${page}/reprendre`, { remise })).statut).toBe(303)
    for (const qui of [lila, ana])
      expect((await qui.lire(page)).texte).toContain('Ce qui est déjà rangé reste')
    expect((await ana.lire(dossier)).statut).toBe(200)
    // Le terme passé, tout s’efface : pièces, titres, lignes et fichiers ; les dates restent.
    await base.maintenance((tx) =>
      sql`update mutualisation.remise set jusqu_au = current_date - 1 where id = ${remise}`.execute(tx),
    )
    expect((await ana.lire(dossier)).statut).toBe(404)
    const effacees = await base.worker.withoutTenant((tx) => expirerRemises(tx, 10, new Date()))
    expect(effacees.map((x) => [x.organisme, x.fichiers.length])).toEqual([[ana.organisme, 1]])
    expect(await titres()).toBe('')
    expect(
      (
        await admin.query(
          `select count(*)::int4 as n from qualite.registre where organisme_id = $1 and personne_id = $2 and titre <> 'effacé à son terme'`,
          [ana.organisme, personne],
        )
      ).rows[0].n,
    ).toBe(0)
    expect((await ana.lire(page)).texte).toContain('Son terme est passé')
  })

  it('repris avant d’avoir servi, il ne se lit plus à l’instruction suivante, ni une mission rompue', async () => {
    const id = await mission('option', 20)
    expect((await remettre(id)).statut).toBe(303)
    const remise = (await laRemise(ana, id))?.remise as RemiseId
    const page = `/vivier/missions/${id}`
    expect((await ana.lire(`${page}/dossiers/${remise}`)).statut).toBe(200)
    // En option, il se lit et ne se range pas.
    expect(await en(ana, (tx) => employerRemise(tx, remise, new Date()))).toBe('pas-ferme')
    expect(await en(bea, (tx) => retirerRemise(tx, remise, new Date()))).toBe('introuvable')
    expect((await lila.poster(`${page}/reprendre`, { remise })).statut).toBe(303)
    expect((await ana.lire(`${page}/dossiers/${remise}`)).statut).toBe(404)
    expect(await laRemise(ana, id)).toBeUndefined()
    expect(
      (
        await admin.query('select count(*)::int4 as n from mutualisation.remise_piece where remise_id = $1', [
          remise,
        ])
      ).rows[0].n,
    ).toBe(0)
    expect(await laRemise(lila, id)).toMatchObject({ pieces: null })
    // Remis à nouveau, puis la mission se rompt : il se ferme.
    expect((await remettre(id)).statut).toBe(303)
    const autre = (await laRemise(ana, id))?.remise as RemiseId
    expect((await lila.poster(`${page}/quitter`, { motif: 'Empêchée.' })).statut).toBe(303)
    expect((await ana.lire(`${page}/dossiers/${autre}`)).statut).toBe(404)
    expect(await en(ana, (tx) => lirePieces(tx, autre, new Date()))).toEqual([])
  })

  it('des titres remis seuls s’effacent à leur terme, corrigés ou non ; un autre dossier du même jour, et le rapport écrit ici, n’y perdent rien', async () => {
    const personne = await poserFiche([120, 121])
    await admin.query(`update tiers.intervenant set rapport = 'Écrit ici' where personne_id = $1`, [personne])
    const remises: RemiseId[] = []
    for (const jour of [120, 121]) {
      const id = await mission('ferme', jour)
      expect((await remettre(id, { pieces: ['titres'] })).statut).toBe(303)
      const remise = (await laRemise(ana, id))?.remise as RemiseId
      await ouvrirEtRanger(id, remise)
      remises.push(remise)
    }
    await admin.query(`update tiers.intervenant set titres = titres || ', relu ici' where personne_id = $1`, [
      personne,
    ])
    await echoir(remises[1] as RemiseId)
    expect((await laFiche(personne)).titres).toContain('Master de didactique')
    await echoir(remises[0] as RemiseId)
    expect(await laFiche(personne)).toEqual({ titres: '', rapport: 'Écrit ici' })
  })

  it('une mission ferme rompue efface les pièces, et ce qui en fut rangé', async () => {
    const id = await mission('ferme', 130)
    const personne = await poserFiche([130])
    expect((await remettre(id)).statut).toBe(303)
    const remise = (await laRemise(ana, id))?.remise as RemiseId
    await ouvrirEtRanger(id, remise)
    expect((await lila.poster(`/vivier/missions/${id}/quitter`, { motif: 'Empêchée.' })).statut).toBe(303)
    expect((await ana.lire(`/vivier/missions/${id}/dossiers/${remise}`)).statut).toBe(404)
    expect(
      await unFait('select count(*)::int4 as n from mutualisation.remise_piece where remise_id = $1', [
        remise,
      ]),
    ).toEqual({ n: 0 })
    expect((await lila.lire(`/vivier/missions/${id}`)).texte).toContain('La mission est finie')
    await base.worker.withoutTenant((tx) => expirerRemises(tx, 10, new Date()))
    expect((await laFiche(personne)).titres).toBe('')
    expect(
      await unFait(
        `select count(*)::int4 as n from qualite.registre where personne_id = $1 and titre <> 'effacé à son terme'`,
        [personne],
      ),
    ).toEqual({ n: 0 })
  })

  it('partie, ou d’un autre rôle, la personne reprend son accord, et le dossier ne s’ouvre plus', async () => {
    const id = await mission('option', 140)
    expect((await remettre(id)).statut).toBe(303)
    const remise = (await laRemise(ana, id))?.remise as RemiseId
    const noter = () => en(ana, (tx) => noterLecture(tx, remise, new Date()))
    const adhesion = (champs: string) =>
      admin.query(`update compte.adhesion set ${champs} where organisme_id = $1 and compte_id = $2`, [
        lila.organisme,
        lila.personne,
      ])
    expect(await noter()).toBe('note')
    await adhesion('du = current_date - 30, au = current_date - 1')
    expect(await noter()).toBe('introuvable')
    await adhesion(`au = null, roles = '{referent-handicap}'`)
    expect(await noter()).toBe('introuvable')
    const repris = await lila.poster(`/vivier/missions/${id}/reprendre`, { remise })
    await adhesion(`roles = '{formateur}'`)
    expect(repris.statut, repris.texte).toBe(303)
    expect((await laRemise(lila, id))?.retireeLe).not.toBeNull()
  })

  it('le terme passé, un fichier que la coopérative emploie ailleurs reste', async () => {
    const id = await mission('ferme', 150)
    const personne = await poserFiche([150])
    expect((await remettre(id, { pieces: [cles.cv] })).statut).toBe(303)
    const remise = (await laRemise(ana, id))?.remise as RemiseId
    await ouvrirEtRanger(id, remise)
    const { fichier } = await unFait<{ fichier: string }>(
      `select j.fichier from qualite.jointe j join qualite.registre r on r.organisme_id = j.organisme_id and r.id = j.ligne_id
        where r.organisme_id = $1 and r.personne_id = $2`,
      [ana.organisme, personne],
    )
    await admin.query('update organisme.organisme set logo = $1 where organisme_id = $2', [
      fichier,
      ana.organisme,
    ])
    expect((await echoir(remise)).map((x) => x.fichiers)).toEqual([[]])
    expect(
      await unFait(
        `select count(*)::int4 as n from plateforme.fichier where organisme_id = $1 and encode(empreinte, 'hex') = $2`,
        [ana.organisme, fichier],
      ),
    ).toEqual({ n: 1 })
    await admin.query('update organisme.organisme set logo = null where organisme_id = $1', [ana.organisme])
  })

  it('ce qui ne vaut qu’un temps, ou sans feuille, chez qui l’envoie ne vaut pas mieux ici ; échu, il ne se remet pas', async () => {
    const id = await mission('ferme', 160)
    const personne = await poserFiche([160])
    const changer = (champs: string) =>
      admin.query(`update qualite.registre set ${champs} where organisme_id = $1 and id = $2`, [
        lila.organisme,
        cles.formation,
      ])
    await changer(
      `contenu = contenu || '{"atelier": "un-atelier"}', expire_le = '${ajouterJours(aujourdhui, 30)}'`,
    )
    expect((await remettre(id, { pieces: [cles.formation] })).statut).toBe(303)
    await ouvrirEtRanger(id, (await laRemise(ana, id))?.remise as RemiseId)
    expect(
      await unFait(
        `select contenu ->> 'atelier' as atelier, expire_le::text as terme from qualite.registre where organisme_id = $1 and personne_id = $2`,
        [ana.organisme, personne],
      ),
    ).toEqual({ atelier: 'un-atelier', terme: ajouterJours(aujourdhui, 30) })
    await changer('expire_le = current_date - 1')
    expect((await en(lila, (tx) => piecesARemettre(tx, id))).map((p) => p.genre)).not.toContain('formation')
    await changer(`contenu = contenu - 'atelier', expire_le = null`)
  })

  it('rangé et repris au même instant, douze fois : l’un passe tout entier avant l’autre', async () => {
    const issues: string[] = []
    for (let i = 0; i < 12; i++) {
      const id = await mission('ferme', 60 + i)
      expect((await remettre(id)).statut).toBe(303)
      const remise = (await laRemise(ana, id))?.remise as RemiseId
      expect(await en(ana, (tx) => noterLecture(tx, remise, new Date()))).toBe('note')
      const ranger = () => en(ana, (tx) => employerRemise(tx, remise, new Date()))
      const reprendre = () => en(lila, (tx) => retirerRemise(tx, remise, new Date()))
      const [range, repris] =
        i % 2 === 0
          ? await Promise.all([ranger(), reprendre()])
          : (await Promise.all([reprendre(), ranger()])).toReversed()
      const { rows } = await admin.query(
        'select count(*)::int4 as n from mutualisation.remise_piece where remise_id = $1',
        [remise],
      )
      issues.push(`${range} ${repris} ${rows[0].n > 0 ? 'reste' : 'rien'}`)
    }
    expect(
      [...new Set(issues)].filter((x) => x !== 'employe garde reste' && x !== 'introuvable retire rien'),
    ).toEqual([])
  })

  it('effacer sa fiche efface les photographies ; la comptabilité de qui envoie lit la mission pour la facturer, et rien d’autre', async () => {
    const id = await mission('ferme', 30)
    expect((await remettre(id)).statut).toBe(303)
    const remise = (await laRemise(lila, id))?.remise as RemiseId
    await lila.poster('/vivier/ma-fiche/effacer')
    expect(
      (
        await admin.query('select count(*)::int4 as n from mutualisation.remise_piece where remise_id = $1', [
          remise,
        ])
      ).rows[0].n,
    ).toBe(0)
    expect((await en(ana, (tx) => lireMissions(tx, id)))[0]?.etat).toBe('ferme')
    // La comptabilité.
    const faite = await mission('faite', -10)
    const page = await compta.lire(`/vivier/missions/${faite}`)
    expect(page.statut).toBe(200)
    expect(page.texte).toContain('Préparer la facture')
    for (const tu of [
      'Public secret',
      'Attendu secret',
      'Exigence secrète',
      'Texte du contrat',
      'Dossier de la personne',
      '/vivier/appels/',
    ])
      expect(page.texte).not.toContain(tu)
    expect((await compta.lire('/vivier/missions')).texte).toContain('nous envoyons')
    expect((await compta.lire(`/vivier/missions/${await mission('option', 40)}`)).statut).toBe(404)
    expect((await compta.lire('/vivier')).statut).toBe(403)
    const facture = await compta.poster(`/vivier/missions/${faite}/facturer`)
    expect(facture.vers, facture.texte).toBe(`/factures/projets/${faite}`)
    for (const geste of ['viser', 'quitter', 'constater', 'remettre'])
      expect(
        (
          await compta.poster(`/vivier/missions/${faite}/${geste}`, {
            qui: 'coop',
            oui: 'oui',
            motif: 'Non',
            duree: '7 h',
            montant: '1',
            taux: '0',
          })
        ).statut,
        geste,
      ).not.toBe(303)
  })
})

it('revient à la personne dans son archive, avec ce que l’autre en a ouvert ; ni à une autre, ni d’une autre', async () => {
  const id = await mission('ferme', 200)
  expect((await remettre(id)).statut).toBe(303)
  const r = await laRemise(lila, id)
  const remise = r?.remise as RemiseId
  expect((await ana.lire(`/vivier/missions/${id}/dossiers/${remise}`)).statut).toBe(200)
  const ficheDe = async (qui: Connectee) =>
    (
      await unFait<{ id: string }>(
        'select personne_id as id from tiers.intervenant where organisme_id = $1 and compte_id = $2',
        [qui.organisme, qui.personne],
      )
    ).id
  const fiche = await ficheDe(lila)
  // Sa fiche du vivier, récrite, et un retour que l’on a écrit sur elle.
  const [accroche, ville, plancher] = ['Des ateliers pour qui débute', 'Rennes', 35_000]
  await en(lila, (tx) =>
    ouvrirFiche(tx, newId<'FicheDuVivier'>() as FicheId, new Date(), { accroche, base: ville, plancher }),
  )
  const finie = await mission('faite', -3)
  await en(ana, (tx) =>
    ecrireRetour(tx, newId<'Retour'>() as never, finie, 'Une journée claire, et bien préparée.', new Date()),
  )
  const composer = (genre: 'export' | 'remise') => (tx: TenantTx) =>
    composerArchive(
      m.services,
      tx,
      { personne: fiche as never, genre, handicap: false, lit: () => false },
      new Date(),
    )
  const parLaTache = <T>(faire: (tx: TenantTx) => Promise<T>) =>
    base.worker.withTenant({ genre: 'tache', organisme: bea.organisme }, faire)
  const enTexte = (a: Awaited<ReturnType<typeof composerArchive>>) =>
    sansInsecables(a?.octets.toString('utf8') ?? '')
  const dit = enTexte(await parLaTache(composer('remise')))
  for (const attendu of [
    'Les dossiers que vous avez remis pour une mission',
    'Une journée d’outils libres, pour Langue &amp; Lien',
    'Master de didactique des langues',
    'Accessibilité des documents',
    'Ouvert : ',
    '-cv.pdf',
    'CV de Lila',
    // Sa fiche du vivier, ses accords, sa réponse et sa mission y sont aussi.
    'Votre fiche du vivier',
    'Des ateliers pour qui débute',
    'Ce que vous avez accepté de partager au vivier',
    'Les retours écrits sur vos missions',
    'Une journée claire, et bien préparée.',
    'Vos réponses à des appels',
    'Vos missions pour d’autres coopératives',
  ])
    expect(dit).toContain(attendu)
  // À sa direction, qui exporte pour travailler : combien, et rien de ce qu’elle seule lit.
  const pourTravailler = enTexte(await en(bea, composer('export')))
  expect(pourTravailler).toMatch(/\d+ dossiers? remis pour une mission, et ce que le vivier/)
  for (const tu of [
    'Les dossiers que vous avez remis pour une mission',
    'Une journée d’outils libres, pour Langue',
    'Ouvert : ',
    '-cv.pdf',
    'Votre fiche du vivier',
    'Des ateliers pour qui débute',
    'Une journée claire, et bien préparée.',
    'Vos réponses à des appels',
  ])
    expect(pourTravailler).not.toContain(tu)
  const [compte] = await en(bea, (tx) => remisesDeLaPersonne(tx, [fiche]))
  expect([compte?.objet, compte?.receveur, compte?.lectures, compte?.octets]).toEqual(['', '', null, null])
  for (const qui of [bea, compta, lila, ana])
    expect(await en(qui, (tx) => vivierDeLaPersonne(tx, [fiche])), qui.courriel).toEqual([])
  // Ni à qui ne conduit pas un effacement, ni d’une autre coopérative, ni d’une autre fiche.
  for (const qui of [compta, paula, bruno, lila, ana, theo])
    expect(await en(qui, (tx) => remisesDeLaPersonne(tx, [fiche])), qui.courriel).toEqual([])
  expect(await en(bea, (tx) => remisesDeLaPersonne(tx, [newId()]))).toEqual([])
  // L’accord repris avant d’avoir servi : les dates restent, aucune pièce.
  expect((await lila.poster(`/vivier/missions/${id}/reprendre`, { remise })).statut).toBe(303)
  const apres = await parLaTache((tx) => dossiersRemisPar(m.services, tx, [fiche]))
  expect(apres?.find((d) => d.remise === remise)?.pieces).toEqual([])
})
