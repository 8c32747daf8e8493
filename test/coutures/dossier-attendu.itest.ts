// Long parce que le dossier attendu, la dérogation et ce qui se défait se jouent dans un même monde : deux fichiers coûteraient chacun leur base.
/** Chez qui reçoit, une session attend le dossier 21/22 de qui y est prêté ; et ce que les missions à venir demandent de revoir, des deux côtés. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { contributionsMutualisation } from '#modules/mutualisation/contributions/aujourdhui.ts'
import { sessionMutualisation } from '#modules/mutualisation/contributions/session.tsx'
import { ajouterDerogation } from '#modules/mutualisation/db/derogations.ecritures.ts'
import {
  aVenirSansDossier,
  demanderDossier,
  missionsARevoir,
  sansDossier,
} from '#modules/mutualisation/db/dossier-attendu.ts'
import { expirerRemises, lireRemises } from '#modules/mutualisation/db/dossier-portes.ts'
import type { MissionId } from '#modules/mutualisation/domain/missions.ts'
import { moduleMutualisation } from '#modules/mutualisation/module.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import { poserDossier, poserMission } from '#modules/mutualisation/test/poser-mission.ts'
import { poleModule } from '#modules/pole/index.ts'
import { affecterSeance, defaireChangement, lireSession, type SeanceId } from '#modules/sessions/index.ts'
import { affecter } from '#modules/sessions/test/affecter.ts'
import { poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { garderStatut, intervenants, lireTiers, type TiersId } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { unVisiteur } from '#web/test/services.ts'
import { codeSql } from '../base/index.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'
import { pdfDEssai } from '../pdf-d-essai.ts'

const m = await monde({
  modules: [poleModule, moduleMutualisation()],
  services: { storage: postgresStorage(), keys: keysFromSeed('dossier-attendu') },
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', tierce: 'Étrangère' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    paula: { roles: ['assistant'], chez: 'a' },
    fanny: { roles: ['formateur'], chez: 'a' },
    lila: { roles: ['formateur'], chez: 'b', prenom: 'Lila', nom: 'Benamar' },
    bea: { roles: ['responsable'], chez: 'b' },
    theo: { roles: ['responsable'], chez: 'tierce' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, paula, fanny, lila, bea, theo } = m
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
const chez = { organisme: ana.organisme, activite: m.coops.a.activite }
const mission = (dansJours: number, etat: 'option' | 'ferme' = 'ferme', forme = 'pret') =>
  base.maintenance((tx) =>
    poserMission(tx, {
      pole,
      recoit: ana,
      envoie: lila,
      etat,
      forme,
      jour: ajouterJours(aujourdhui, dansJours),
    }),
  )
/** Une session ouverte à ces jours, de 9 h à midi et demi ; `par` : qui l’anime déjà. */
const session = (
  jours: readonly number[],
  {
    etat = 'ouverte',
    heures = [540, 750],
  }: { etat?: 'ouverte' | 'confirmee' | 'terminee'; heures?: [number, number] } = {},
) =>
  base.maintenance(async (tx) =>
    poserSession(tx, {
      ...chez,
      etat,
      offre: await poserOffre(tx, chez),
      seances: jours.map((n) => [ajouterJours(aujourdhui, n), ...heures] as const),
    }),
  )
const prise = (seance: SeanceId | undefined, personne: string | undefined) => ({
  seance: seance as SeanceId,
  debut: new Date(),
  personne: personne as never,
  minutes: 210,
})
const passer = (id: string, etat: string) =>
  codeSql(() =>
    en(ana, (tx) => sql`update sessions.session set etat = ${etat} where id = ${id}::uuid`.execute(tx)),
  )
const placer = (id: MissionId, s: string) => ana.poster(`/vivier/missions/${id}/planifier`, { session: s })
const remettre = (id: MissionId) =>
  lila.poster(`/vivier/missions/${id}/remettre`, {
    version: '1',
    pieces: ['titres', cles.cv],
    jusque: ecrit(1000),
    accord: 'on',
  })
const visiteur = (qui: Connectee, roles: readonly string[]) =>
  unVisiteur({ personneId: qui.personne, organisme: { id: qui.organisme, code: 'x', nom: 'X' }, roles })
const faits = (s: string, roles: readonly string[] = ['responsable']) =>
  en(ana, async (tx) => sessionMutualisation.faits?.(tx, s, visiteur(ana, roles), new Date()))
/** Ce que la page de la session en montre. */
const montree = async (s: string, qui = ana) =>
  String(
    (await en(qui, async (tx) => sessionMutualisation.section?.(tx, s, visiteur(qui, []), new Date()))) ?? '',
  )
const journee = async (qui: Connectee, roles: readonly string[]) =>
  (
    await en(qui, async (tx) =>
      contributionsMutualisation.aFaire?.(tx, { visiteur: visiteur(qui, roles), maintenant: new Date() }),
    )
  )?.map((g) => `${g.verbe} ${g.chose}. ${g.detail}`) ?? []

describe('une session où intervient une personne prêtée', () => {
  it('ne se confirme pas sans son dossier, le dit, et se confirme par une dérogation motivée de qui en a le droit', async () => {
    const id = await mission(10)
    const { session: s } = await session([10])
    expect((await placer(id, s)).statut).toBe(303)
    expect(await faits(s)).toMatchObject({ gardes: { 'dossier-formateur-a-jour': false } })
    expect(sansInsecables(String((await faits(s))?.manques?.[0]?.chose))).toBe(
      'Lila Benamar, des Tisserands, n’a pas de dossier 21/22 qui vaille à ces heures : la session ne se confirme pas sans lui. Demandez-le-lui depuis la page de sa mission.',
    )
    expect(await passer(s, 'confirmee')).toBe('23514')
    // Un nom corrigé n’y change rien : la fiche est celle de la mission.
    await base.maintenance((tx) =>
      sql`update tiers.personne set nom = 'Ben Amar' where organisme_id = ${ana.organisme} and nom = 'Benamar'`.execute(
        tx,
      ),
    )
    expect(await passer(s, 'confirmee')).toBe('23514')
    const page = `/vivier/sessions/${s}/deroger`
    const [elle] = await en(ana, (tx) => sansDossier(tx, s))
    const deroger = (qui: Connectee, motif: string) =>
      qui.poster(page, { personne: elle?.personne ?? '', motif })
    for (const qui of [paula, fanny])
      expect((await deroger(qui, 'Elle remplace au pied levé.')).statut).toBe(403)
    for (const qui of [theo, bea])
      expect((await deroger(qui, 'Elle remplace au pied levé.')).statut).toBe(404)
    // En SQL non plus : la base sait qui vise.
    expect(
      await codeSql(() =>
        en(paula, (tx) =>
          ajouterDerogation(tx, {
            activite: chez.activite,
            session: s,
            personne: elle?.personne as TiersId,
            motif: 'Elle remplace au pied levé.',
          }),
        ),
      ),
    ).toBe('42501')
    expect((await deroger(ana, 'Vite.')).statut).toBe(422)
    expect((await ana.lire(page)).texte).toContain('Lila Ben Amar, Les Tisserands')
    const motif = 'Elle remplace au pied levé : dossier vu sur papier, copie à la session.'
    expect((await deroger(ana, motif)).statut).toBe(303)
    expect(await faits(s)).toEqual({ gardes: {} })
    expect(await passer(s, 'confirmee')).toBeUndefined()
    const dit = String(
      await en(ana, async (tx) => sessionMutualisation.section?.(tx, s, visiteur(ana, []), new Date())),
    )
    expect(dit).toContain(motif)
    // Une preuve : personne ne la reprend.
    expect(
      await codeSql(() =>
        en(ana, (tx) => sql`delete from mutualisation.derogation where session_id = ${s}::uuid`.execute(tx)),
      ),
    ).toBe('42501')
    await base.maintenance((tx) =>
      sql`update tiers.personne set nom = 'Benamar' where organisme_id = ${ana.organisme} and nom = 'Ben Amar'`.execute(
        tx,
      ),
    )
  })

  it('se confirme avec le dossier remis ; repris avant d’avoir servi, elle ne commence pas', async () => {
    const id = await mission(20)
    const { session: s } = await session([20])
    expect((await placer(id, s)).statut).toBe(303)
    expect((await remettre(id)).statut).toBe(303)
    expect(await faits(s)).toEqual({ gardes: {} })
    expect(await passer(s, 'confirmee')).toBeUndefined()
    const remise = (await en(lila, (tx) => lireRemises(tx, id)))[0]?.remise ?? ''
    expect((await lila.poster(`/vivier/missions/${id}/reprendre`, { remise })).statut).toBe(303)
    expect((await faits(s))?.manques?.[0]?.chose).toContain(
      'la session est confirmée, et ne commence pas sans lui',
    )
    expect(await passer(s, 'en-cours')).toBe('23514')
    expect((await remettre(id)).statut).toBe(303)
    expect(await passer(s, 'en-cours')).toBeUndefined()
    const vive = (await en(lila, (tx) => lireRemises(tx, id))).find((r) => r.retireeLe === null)?.remise ?? ''
    expect((await lila.poster(`/vivier/missions/${id}/reprendre`, { remise: vive })).statut).toBe(303)
    await base.maintenance((tx) =>
      sql`update sessions.session set etat = 'interrompue', motif = 'La salle est inondée.' where id = ${s}::uuid`.execute(
        tx,
      ),
    )
    expect((await faits(s))?.manques?.[0]).toMatchObject({
      chose: expect.stringContaining('la session est interrompue, et ne reprend pas sans lui'),
      quand: 'avant de reprendre',
    })
    expect(await passer(s, 'en-cours')).toBe('23514')
  })

  it('confirmée, ne reçoit personne de prêté sans dossier, ni par la mission, ni à la main, ni en changeant ses heures', async () => {
    const id = await mission(30)
    const { session: s } = await session([30], { etat: 'confirmee' })
    const refusee = await placer(id, s)
    expect([refusee.statut, refusee.texte.includes('n’a pas de dossier 21/22 qui vaille')]).toEqual([
      409,
      true,
    ])
    expect(refusee.texte).toContain('obtenez d’abord une dérogation')
    // Affectée à la main à d’autres heures, elle n’y vient pas quand la demi-journée change d’heure.
    const autre = await session([31], { etat: 'confirmee' })
    const fiche = (
      await base.maintenance((tx) =>
        sql<{
          id: string
        }>`select id from tiers.personne where organisme_id = ${ana.organisme} and nom = 'Benamar'`.execute(
          tx,
        ),
      )
    ).rows[0]?.id
    await en(ana, (tx) => affecter(tx, chez.activite, [prise(autre.seances[0], fiche)]))
    const jour = ajouterJours(aujourdhui, 30)
    const deplacer = () =>
      codeSql(() =>
        en(ana, (tx) =>
          sql`update sessions.seance set jour = ${jour}::date, debut = debut - interval '1 day', fin = fin - interval '1 day'
            where id = ${autre.seances[0]}::uuid`.execute(tx),
        ),
      )
    expect(await deplacer()).toBe('23514')
    expect((await remettre(id)).statut).toBe(303)
    expect(await deplacer()).toBeUndefined()
  })

  it('confirmée, la reçoit dès la première affectation par une dérogation donnée d’avance, qui ne vaut que pour cette session', async () => {
    const id = await mission(33)
    const { session: s } = await session([33], { etat: 'confirmee' })
    const autre = await session([33], { etat: 'confirmee', heures: [600, 700] })
    const page = `/vivier/sessions/${s}/deroger`
    const motif = 'Elle remplace au pied levé : dossier vu sur papier, copie à la session.'
    const deroger = (qui: Connectee, personne: string) => qui.poster(page, { personne, motif })
    expect((await placer(id, s)).statut).toBe(409)
    expect((await ana.lire(page)).texte).toContain(
      'Lila Benamar, Les Tisserands : pas encore dans cette session',
    )
    for (const qui of [paula, fanny, theo, bea]) {
      expect([403, 404], qui.courriel).toContain((await deroger(qui, id)).statut)
      expect(await en(qui, (tx) => aVenirSansDossier(tx, s))).toEqual([])
    }
    // Une mission est à toute la coopérative : qui n’y vise qu’une enseigne n’en lit pas les personnes.
    expect(
      await base.enTantQue(ana.organisme, { personne: ana.personne, portee: [chez.activite] }, (tx) =>
        aVenirSansDossier(tx, s),
      ),
    ).toEqual([])
    // Ni d’une mission à d’autres heures, ni d’une option que rien n’a signée, ni d’une fiche qui n’y vient pas.
    expect((await deroger(ana, await mission(34))).statut).toBe(422)
    const option = await mission(38, 'option')
    const { session: enOption } = await session([38])
    expect(await en(ana, (tx) => aVenirSansDossier(tx, enOption))).toEqual([])
    expect(
      (await ana.poster(`/vivier/sessions/${enOption}/deroger`, { personne: option, motif })).statut,
    ).toBe(422)
    // Par la page de la mission, où « Lui confier ces demi-journées » est refusé : qui vise y trouve le lien.
    expect((await ana.lire(`/vivier/missions/${id}`)).texte).toContain(`href="${page}"`)
    for (const qui of [paula, bea])
      expect((await qui.lire(`/vivier/missions/${id}`)).texte).not.toContain('/deroger')
    // Par la page de la session aussi, où l’affecter à la main est refusé de même ; à qui vise seulement.
    const attendue = () => montree(s)
    expect(await attendue()).toContain(`href="${page}"`)
    expect(sansInsecables(await attendue())).toContain(
      'Lila Benamar, des Tisserands, n’a pas de dossier 21/22 qui vaille à ces heures',
    )
    expect(await montree(s, paula)).toBe('')
    expect(await montree(enOption)).toBe('')
    expect((await deroger(ana, newId())).statut).toBe(422)
    expect((await deroger(ana, id)).statut).toBe(303)
    expect(await attendue()).not.toContain('/deroger')
    expect((await ana.lire(page)).texte).not.toContain('Lila Benamar')
    expect((await ana.lire(`/vivier/missions/${id}`)).texte).not.toContain(`href="${page}"`)
    // Donnée depuis un autre onglet : refusée, et ce qui est tapé revient.
    const trop = await deroger(ana, id)
    expect([trop.statut, trop.texte.includes(motif)]).toEqual([422, true])
    expect((await placer(id, s)).statut).toBe(303)
    expect(await passer(s, 'en-cours')).toBeUndefined()
    expect((await placer(id, autre.session)).statut).toBe(409)
  })

  it('confirmée, la reçoit d’avance même si quelqu’un d’ici porte son nom : qui déroge dit laquelle est sa fiche, ou en fait naître une', async () => {
    // La fiche de Fanny, qui a un compte, porte ce nom-là ; celle de la mission n’est pas encore née.
    const renommer = (deQui: string, prenom: string, nom: string) =>
      base.maintenance((tx) =>
        sql`update tiers.personne set prenom = ${prenom}, nom = ${nom}
          where organisme_id = ${ana.organisme} and nom = ${deQui}`.execute(tx),
      )
    const autre = await session([41])
    await en(ana, async (tx) =>
      affecterSeance(
        tx,
        {
          session: autre.session,
          seance: autre.seances[0] as SeanceId,
          revision: (await lireSession(tx, autre.session))?.revision ?? 0,
          intervenants: [{ id: fanny.personne }],
          salles: [],
          partout: false,
        },
        new Date(),
      ),
    )
    await renommer('Benamar', 'Lila', 'Ailleurs')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        id: string
      }>`select personne_id as id from tiers.intervenant where organisme_id = ${ana.organisme} and compte_id = ${fanny.personne}`.execute(
        tx,
      ),
    )
    const elle = rows[0]?.id
    const avant = await base.maintenance((tx) =>
      sql<{
        prenom: string
        nom: string
      }>`select prenom, nom from tiers.personne where organisme_id = ${ana.organisme} and id = ${elle}::uuid`.execute(
        tx,
      ),
    )
    await base.maintenance((tx) =>
      sql`update tiers.personne set prenom = 'Lila', nom = 'Benamar' where organisme_id = ${ana.organisme} and id = ${elle}::uuid`.execute(
        tx,
      ),
    )
    const id = await mission(42)
    const { session: s } = await session([42], { etat: 'confirmee' })
    const page = `/vivier/sessions/${s}/deroger`
    const motif = 'Elle remplace au pied levé : dossier vu sur papier, copie à la session.'
    const deroger = (fiche: string) => ana.poster(page, { personne: id, fiche, motif })
    expect((await ana.lire(page)).texte).toContain('une fiche neuve')
    for (const fiche of ['', elle ?? '', newId()]) {
      const dit = await deroger(fiche)
      expect([dit.statut < 400, dit.texte.includes('choisissez sa fiche')], fiche).toEqual([false, true])
    }
    expect((await deroger('neuve')).statut).toBe(303)
    const [placee] = (await en(ana, (tx) => intervenants(tx))).filter(
      (x) => x.nom === 'Benamar' && x.compte === null,
    )
    expect(placee?.personne).not.toBe(elle)
    const pose = await en(ana, async (tx) => {
      const lue = await lireSession(tx, s)
      return affecterSeance(
        tx,
        {
          session: s,
          seance: lue?.seances[0]?.id as SeanceId,
          revision: lue?.revision ?? 0,
          intervenants: [{ id: placee?.personne as never }],
          salles: [],
          partout: false,
        },
        new Date(),
      )
    })
    expect(pose.ok, JSON.stringify(pose)).toBe(true)
    // Les essais suivants la retrouvent sous sa seule fiche.
    await base.maintenance(async (tx) => {
      await sql`update tiers.personne set prenom = ${avant.rows[0]?.prenom}, nom = ${avant.rows[0]?.nom}
        where organisme_id = ${ana.organisme} and id = ${elle}::uuid`.execute(tx)
      await sql`update tiers.personne set nom = 'D’un jour' where organisme_id = ${ana.organisme} and id = ${placee?.personne}::uuid`.execute(
        tx,
      )
    })
    await renommer('Ailleurs', 'Lila', 'Benamar')
  })

  it('confirmée, dit une fois qui n’a plus de dossier qui vaille, l’ait-elle remis puis repris, et quel que soit le nombre de ses missions', async () => {
    const ids = [await mission(43), await mission(44)] as const
    const { session: s } = await session([43, 44], { etat: 'confirmee' })
    expect((await remettre(ids[0])).statut).toBe(303)
    const remise = (await en(lila, (tx) => lireRemises(tx, ids[0])))[0]?.remise ?? ''
    expect((await lila.poster(`/vivier/missions/${ids[0]}/reprendre`, { remise })).statut).toBe(303)
    const lue = sansInsecables(await montree(s))
    expect(lue).not.toContain('n’a remis aucun')
    expect(lue.match(/n’a pas de dossier 21\/22 qui vaille/g)).toHaveLength(1)
    expect(lue.match(/Déroger pour Lila Benamar/g)).toHaveLength(1)
    // Placée par ses deux missions dans une session ouverte : deux manques, une seule dérogation à donner.
    const { session: ouverte } = await session([43, 44])
    for (const id of ids) expect((await placer(id, ouverte)).statut).toBe(303)
    const gestes = ((await faits(ouverte))?.manques ?? []).map((x) => String(x.geste))
    expect(gestes.length).toBeGreaterThan(1)
    expect(gestes.filter((g) => g.includes('Déroger pour Lila Benamar'))).toHaveLength(1)
  })

  it('défaire ne la ramène pas sans dossier, et ne promet aucune dérogation', async () => {
    const id = await mission(36)
    const { session: s, seances } = await session([36])
    expect((await placer(id, s)).statut).toBe(303)
    expect((await remettre(id)).statut).toBe(303)
    expect(await passer(s, 'confirmee')).toBeUndefined()
    const fait = await en(ana, async (tx) => {
      const lue = await lireSession(tx, s)
      return affecterSeance(
        tx,
        {
          session: s,
          seance: seances[0] as SeanceId,
          revision: lue?.revision ?? 0,
          intervenants: [{ id: fanny.personne }],
          salles: [],
          partout: false,
        },
        new Date(),
      )
    })
    expect(fait.ok, JSON.stringify(fait)).toBe(true)
    const remise = (await en(lila, (tx) => lireRemises(tx, id)))[0]?.remise ?? ''
    expect((await lila.poster(`/vivier/missions/${id}/reprendre`, { remise })).statut).toBe(303)
    const defait = await en(ana, (tx) => defaireChangement(tx, s, async () => false, new Date()))
    expect(defait.ok).toBe(false)
    const phrase = defait.ok ? '' : sansInsecables(defait.error.phrase)
    expect(phrase).toContain('il ne se défait pas sans lui')
    expect(phrase).not.toContain('dérogation')
  })

  it('passée, se commence et se termine avec le dossier qui valait ces jours-là : ni le terme, ni un départ d’après n’y font rien', async () => {
    const id = await mission(70)
    const { session: s } = await session([70])
    expect((await placer(id, s)).statut).toBe(303)
    expect((await remettre(id)).statut).toBe(303)
    expect(await passer(s, 'confirmee')).toBeUndefined()
    // Trois jours après l’heure : personne n’a dit « commencer », et le dossier valait jusqu’au jour de la mission.
    await base.maintenance(async (tx) => {
      await sql`update mutualisation.mission set creneaux = tstzmultirange(tstzrange(lower(creneaux) - interval '73 days', upper(creneaux) - interval '73 days'))
        where id = ${id}::uuid`.execute(tx)
      await sql`update sessions.seance set jour = jour - 73, debut = debut - interval '73 days', fin = fin - interval '73 days'
        where session_id = ${s}::uuid`.execute(tx)
      await sql`update mutualisation.remise set jusqu_au = ${ajouterJours(aujourdhui, -3)}::date, remise_le = remise_le - interval '10 days'
        where mission_id = ${id}::uuid`.execute(tx)
    })
    const effacees = await base.worker.withoutTenant((tx) => expirerRemises(tx, 100, new Date()))
    expect(effacees).toHaveLength(1)
    const partir = (au: string | null) =>
      base.maintenance((tx) =>
        sql`update compte.adhesion set au = ${au}::date where organisme_id = ${lila.organisme} and compte_id = ${lila.personne}`.execute(
          tx,
        ),
      )
    // Partie d’avant, elle ne valait plus ce jour-là ; d’après, si.
    await partir(ajouterJours(aujourdhui, -5))
    expect(await passer(s, 'en-cours')).toBe('23514')
    await partir(ajouterJours(aujourdhui, -1))
    expect(await faits(s)).toEqual({ gardes: {} })
    expect(await passer(s, 'en-cours')).toBeUndefined()
    expect(await passer(s, 'terminee')).toBeUndefined()
    await partir(null)
  })

  it('ne se dit pas tenue d’un trait sans lui, et achevée ne reçoit personne d’autre sans lui', async () => {
    const id = await mission(80)
    const { session: s } = await session([80])
    expect((await placer(id, s)).statut).toBe(303)
    const [elle] = await en(ana, (tx) => sansDossier(tx, s))
    for (const etat of ['terminee', 'cloturee', 'archivee']) expect(await passer(s, etat), etat).toBe('23514')
    const finie = await session([80], { etat: 'terminee', heures: [840, 960] })
    const affectee = () =>
      codeSql(() => en(ana, (tx) => affecter(tx, chez.activite, [prise(finie.seances[0], elle?.personne)])))
    expect(await affectee()).toBe('23514')
    expect((await remettre(id)).statut).toBe(303)
    expect(await affectee()).toBeUndefined()
    expect(await passer(s, 'terminee')).toBeUndefined()
  })

  it('demande le dossier d’un bouton, et la journée de la personne le dit jusqu’à ce qu’elle le remette', async () => {
    const id = await mission(40)
    const page = `/vivier/missions/${id}`
    const aDemander = /^Demander son dossier 21\/22 à Lila Benamar/
    const aRemettre = /^Remettre votre dossier 21\/22 à Langue & Lien/
    const dAna = () => journee(ana, ['responsable'])
    const deLila = () => journee(lila, ['formateur'])
    const avant = (await dAna()).filter((x) => aDemander.test(x)).length
    expect((await deLila()).filter((x) => aRemettre.test(x))).toEqual([])
    expect((await ana.lire(page)).texte).toContain('Lui demander son dossier')
    for (const qui of [fanny, lila, bea, theo]) {
      expect([403, 404, 409], qui.courriel).toContain((await qui.poster(`${page}/demander`)).statut)
      expect(await en(qui, (tx) => demanderDossier(tx, id, new Date()))).not.toBe('demande')
    }
    expect((await paula.poster(`${page}/demander`)).statut).toBe(303)
    expect((await deLila()).filter((x) => aRemettre.test(x))).toHaveLength(1)
    expect((await dAna()).filter((x) => aDemander.test(x))).toHaveLength(avant - 1)
    expect((await lila.lire(page)).texte).toContain('Langue &amp; Lien vous le demande depuis le')
    expect((await ana.lire(page)).texte).toContain('Lui redemander son dossier')
    expect((await remettre(id)).statut).toBe(303)
    expect((await deLila()).filter((x) => aRemettre.test(x))).toEqual([])
    expect((await paula.poster(`${page}/demander`)).statut).toBe(409)
    expect(await en(theo, (tx) => missionsARevoir(tx, new Date()))).toEqual([])
  })
})

describe('une mission à venir', () => {
  const dites = async (id: MissionId, qui: Connectee) =>
    (await en(qui, (tx) => missionsARevoir(tx, new Date())))
      .filter((x) => x.mission === id && x.quoi !== 'sans-dossier')
      .map((x) => x.quoi)

  it('dit aux deux qu’une demi-journée lui est confiée hors de ses heures, sauf à un autre titre', async () => {
    const id = await mission(50)
    const { session: s } = await session([50, 51])
    expect((await placer(id, s)).statut).toBe(303)
    for (const qui of [ana, bea]) expect(await dites(id, qui)).toEqual([])
    const { seances } = await session([52])
    const [elle] = await en(ana, (tx) => sansDossier(tx, s))
    await en(ana, (tx) => affecter(tx, chez.activite, [prise(seances[0], elle?.personne)]))
    for (const qui of [ana, bea, lila]) expect(await dites(id, qui), qui.courriel).toEqual(['hors-heures'])
    for (const qui of [fanny, theo]) expect(await dites(id, qui)).toEqual([])
    expect(await journee(bea, ['responsable'])).toContainEqual(
      expect.stringContaining(
        'Langue & Lien confie à Lila Benamar une demi-journée hors des heures de la mission',
      ),
    )
    expect(await journee(ana, ['responsable'])).toContainEqual(
      expect.stringContaining('dites à sa fiche à quel autre titre'),
    )
    for (const qui of [ana, bea])
      expect((await qui.lire(`/vivier/missions/${id}`)).texte).toContain('hors des heures de la mission')
    // Elle y vient en honoraires : ce n’est plus la mission.
    const jour = ajouterJours(aujourdhui, 52)
    const dit = await en(ana, async (tx) => {
      const fiche = await lireTiers(tx, elle?.personne as TiersId)
      return (
        fiche &&
        garderStatut(
          tx,
          fiche,
          newId<'Statut'>(),
          { du: jour, au: jour, statut: 'honoraires', chez: { nom: '', siret: '' } },
          new Date(),
        )
      )
    })
    expect(dit?.ok).toBe(true)
    for (const qui of [ana, bea]) expect(await dites(id, qui)).toEqual([])
  })

  it('dit aux deux que la personne est partie de sa coopérative', async () => {
    const id = await mission(60, 'option')
    for (const qui of [ana, bea]) expect(await dites(id, qui)).toEqual([])
    const partir = (au: string | null) =>
      base.maintenance((tx) =>
        sql`update compte.adhesion set au = ${au}::date where organisme_id = ${lila.organisme} and compte_id = ${lila.personne}`.execute(
          tx,
        ),
      )
    await partir(ajouterJours(aujourdhui, -1))
    for (const qui of [ana, bea]) expect(await dites(id, qui)).toEqual(['partie'])
    expect(await journee(ana, ['responsable'])).toContainEqual(
      expect.stringContaining('Lila Benamar n’est plus des Tisserands, et la mission tient encore'),
    )
    expect((await bea.lire(`/vivier/missions/${id}`)).texte).toContain('n’est plus de votre coopérative')
    await partir(null)
  })
})

describe('une option', () => {
  it('fait déjà attendre le dossier, et plus une fois tombée : signée après la confirmation, elle ne se tiendrait pas sans lui', async () => {
    const id = await mission(90, 'option')
    const { session: s, seances } = await session([90])
    const { rows } = await base.maintenance((tx) =>
      sql<{
        id: string
      }>`select id from tiers.personne where organisme_id = ${ana.organisme} and nom = 'Benamar'`.execute(tx),
    )
    await en(ana, (tx) => affecter(tx, chez.activite, [prise(seances[0], rows[0]?.id)]))
    expect(await faits(s)).toMatchObject({ gardes: { 'dossier-formateur-a-jour': false } })
    expect(await passer(s, 'confirmee')).toBe('23514')
    const echoir = (quand: string) =>
      base.maintenance((tx) =>
        sql`update mutualisation.mission set expire_le = now() + ${quand}::interval where id = ${id}::uuid`.execute(
          tx,
        ),
      )
    await echoir('-1 hour')
    expect(await faits(s)).toEqual({ gardes: {} })
    await echoir('9 days')
    const page = `/vivier/missions/${id}`
    expect((await ana.lire(page)).texte).toContain('Lui demander son dossier')
    await ana.poster(`${page}/demander`)
    expect((await lila.lire(page)).texte).toContain('Langue &amp; Lien vous le demande depuis le')
    expect((await remettre(id)).statut).toBe(303)
    expect(await passer(s, 'confirmee')).toBeUndefined()
  })
})
