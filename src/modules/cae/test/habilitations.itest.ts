// Long parce que le comité et la session se lisent d’un même monde : deux fichiers coûteraient chacun leur base.
/** Le parcours d’un formateur, le comité et son quorum, et la session qui attend des gens habilités. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { ko } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import {
  affecter,
  affecterSeance,
  defaireChangement,
  lireSession,
  modifierSession,
  sansChevauchement,
} from '../../sessions/test/affecter.ts'
import { gestesDeSession } from '../../sessions/test/changer.ts'
import { poserSalle } from '../../sessions/test/cooperatives.ts'
import { poserIntervenant, poserOffre, poserSession } from '../../sessions/test/poser.ts'
import { sessionCae } from '../contributions/session.tsx'
import { deciderParcours, ouvrirParcours, prolongerHabilitation } from '../db/habilitations.ecritures.ts'
import { lireParcours, nonHabilites } from '../db/habilitations.ts'
import type { Avis, HabilitationId, ParcoursId } from '../domain/habilitations.ts'
import { sePrononcer } from '../gestes/habilitations.ts'
import { moduleCae } from '../module.ts'

const [navette, ourlet, point] = [newId<'Activite'>(), newId<'Activite'>(), newId<'Activite'>()]
const m = await monde({
  modules: [moduleCae],
  coops: {
    tisserands: async (tx: MaintenanceTx) => {
      const o = await poserOrganisme(tx, 'Les Tisserands')
      await sql`update organisme.organisme set cae = true where organisme_id = ${o.organisme}`.execute(tx)
      for (const [id, nom] of [
        [navette, 'La Navette'],
        [ourlet, 'Ourlet numérique'],
        [point, 'Point de croix'],
      ] as const)
        await sql`insert into organisme.activite (organisme_id, id, nom, ouverte_le) values (${o.organisme}, ${id}, ${nom}, '2020-01-01')`.execute(
          tx,
        )
      return o
    },
    scop: 'Terre d’Appui',
  },
  gens: {
    salome: { roles: ['formateur'], portee: [navette] },
    maelys: { roles: ['formateur'], portee: [navette] },
    tristan: { roles: ['formateur'], portee: [ourlet] },
    lila: { roles: ['formateur'], portee: [ourlet] },
    capucine: { roles: ['formateur'], portee: [point] },
    clientele: { roles: ['commercial'], portee: [navette] },
    yann: { roles: ['equipe-appui'] },
    claire: { roles: ['responsable'] },
    compta: { roles: ['comptable'] },
    dehors: { roles: ['responsable'], chez: 'scop' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, salome, maelys, tristan, lila, capucine, clientele, yann, claire, compta, dehors } = m
const { organisme } = m.coops.tisserands
const portees = new Map<Connectee, readonly ActiviteId[] | '*'>([
  [salome, [navette]],
  [maelys, [navette]],
  [tristan, [ourlet]],
  [lila, [ourlet]],
  [capucine, [point]],
  [clientele, [navette]],
  [yann, '*'],
  [claire, '*'],
  [compta, '*'],
])
const en = <T>(qui: Connectee, faire: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(organisme, { personne: qui.personne, portee: portees.get(qui) ?? '*' }, faire)
const aujourdhui = jourLocal(new Date(), ZONE_PAR_DEFAUT)
const chez = { organisme, activite: navette }
/** La fiche de Salomé, reliée à son compte. */
const relier = (id: string, qui: Connectee) =>
  base.maintenance((tx) =>
    sql`update tiers.intervenant set compte_id = ${qui.personne} where personne_id = ${id}`.execute(tx),
  )
const poserFiche = async (qui: Connectee, prenom: string, nom: string) => {
  const id = await base.maintenance((tx) => poserIntervenant(tx, chez, [], { prenom, nom }))
  await relier(id, qui)
  return id
}
const fiche = await poserFiche(salome, 'Salomé', 'Diallo')
const regler = (qui: Connectee, champs: Record<string, string> = {}) =>
  qui.aller('/habilitations/comite/regler', { version: '0', quorum: '2', revue: '12', depuis: '', ...champs })
const nommer = (qui: Connectee, qui2: Connectee) =>
  qui.aller('/habilitations/comite/nommer', { compte: qui2.personne })
const demander = (qui: Connectee, champs: Record<string, string> = {}) =>
  qui.aller('/habilitations/demander', {
    personne: fiche,
    nature: 'formation',
    role: 'responsable',
    motivation: 'Dix ans d’ateliers.',
    ...champs,
  })
const ouvrir = async (
  nature: 'formation' | 'bilan' | 'vae' | 'apprentissage',
  personne = fiche,
): Promise<ParcoursId> => {
  const id = newId<'Parcours'>()
  // Qui anime n’ouvre que le sien ; l’équipe d’appui, celui de chaque personne.
  await en(personne === fiche ? salome : yann, (tx) =>
    ouvrirParcours(
      tx,
      {
        id,
        activite: navette,
        personne: personne as never,
        compte: personne === fiche ? salome.personne : null,
        nature,
        role: 'sous-traitant',
        motivation: '',
      },
      new Date(),
    ),
  )
  return id
}
const dire = (qui: Connectee, id: ParcoursId, avis: Avis) =>
  codeSql(() =>
    en(qui, (tx) =>
      sql`insert into cae.avis (parcours_id, avis, motif, le) values (${id}::uuid, ${avis}, 'un motif', now()) on conflict do nothing`.execute(
        tx,
      ),
    ),
  )
const decider = (qui: Connectee, id: ParcoursId, conditions = '') =>
  en(qui, (tx) => deciderParcours(tx, id, 'Le comité a lu le dossier entier.', conditions, new Date()))

describe('le comité', () => {
  it('n’est pas la seule file de la direction : les visas sont à son sommaire comme à celui de l’équipe d’appui', async () => {
    const sommaire = async (qui: Connectee) =>
      (await qui.aller('/habilitations')).texte.includes('href="/visas"')
    expect([await sommaire(claire), await sommaire(yann), await sommaire(salome)]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('se règle par la direction seule', async () => {
    expect((await regler(yann)).statut).toBe(403)
    expect((await regler(claire)).statut).toBe(303)
    // Envoyées deux fois, les mêmes règles sont gardées ; d’autres, d’une page périmée, non.
    expect((await regler(claire)).statut).toBe(303)
    expect((await regler(claire, { quorum: '3' })).texte).toContain('Quelqu’un vient de changer')
    for (const qui of [salome, maelys, tristan, lila, capucine, yann])
      expect((await nommer(claire, qui)).statut).toBe(303)
    expect((await nommer(claire, yann)).texte).toContain('siège déjà')
    expect((await nommer(claire, dehors)).texte).toContain('n’est pas de la coopérative')
    // Qui n’ouvre aucun dossier n’en juge pas, même nommé en SQL.
    expect((await nommer(claire, clientele)).texte).toContain('n’ouvre un dossier')
    expect((await claire.aller('/habilitations/comite')).texte).not.toContain(clientele.personne)
    expect(
      await codeSql(() =>
        en(claire, (tx) =>
          sql`insert into cae.membre_du_comite (compte_id, du) values (${clientele.personne}::uuid, current_date)`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('42501')
    expect(
      await codeSql(() =>
        en(yann, (tx) =>
          sql`insert into cae.membre_du_comite (compte_id, du) values (${claire.personne}::uuid, current_date)`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('42501')
  })

  it('juge un dossier avec son quorum ; personne sur le sien, ni, de la même enseigne, autrement qu’en se retirant', async () => {
    const r = await demander(salome)
    expect(r.statut).toBe(303)
    const ici = r.vers ?? ''
    const id = ici.split('/').at(-1) as ParcoursId
    expect((await demander(salome)).texte).toContain('déjà ouverte')
    // L’équipe d’appui note les étapes ; la personne, non.
    const etape = {
      genre: 'entretien',
      faiteLe: aujourdhui.split('-').reverse().join('/'),
      note: 'Vue une heure, chez elle.',
    }
    expect((await salome.aller(`${ici}/etape`, etape)).statut).toBe(403)
    expect((await yann.aller(`${ici}/etape`, etape)).statut).toBe(303)
    // Son propre dossier, par la page et en SQL.
    const donner = (qui: Connectee, avis: Avis) =>
      qui.aller(`${ici}/avis`, { avis, motif: 'Le dossier est complet.' })
    expect((await donner(salome, 'habiliter')).texte).toContain('C’est votre dossier')
    expect([await dire(salome, id, 'habiliter'), await dire(salome, id, 'se-retire')]).toEqual([
      '42501',
      '42501',
    ])
    expect(await decider(salome, id)).toBe('propre')
    // Une collègue de la même enseigne ne peut que se retirer.
    expect((await donner(maelys, 'habiliter')).texte).toContain('que vous retirer')
    expect(await dire(maelys, id, 'habiliter')).toBe('42501')
    const attendu = async () =>
      (await maelys.aller('/habilitations')).texte.includes('Les dossiers que le comité attend')
    expect(await attendu()).toBe(true)
    expect((await donner(maelys, 'se-retire')).statut).toBe(303)
    // Retirée, le comité n’attend plus rien d’elle.
    expect(await attendu()).toBe(false)
    expect((await donner(maelys, 'se-retire')).texte).toContain('Vous vous êtes retiré·e')
    expect(await decider(maelys, id)).toBe('retire')
    // Qui ne siège pas n’est pas entendu ; un membre d’une autre enseigne lit le dossier, et rien d’autre d’elle.
    expect((await donner(claire, 'habiliter')).texte).toContain('Seuls les membres du comité')
    expect(await dire(claire, id, 'habiliter')).toBe('42501')
    expect((await tristan.aller(ici)).texte).toContain('Salomé Diallo')
    expect(
      (await en(tristan, (tx) => sql`select from tiers.personne where id = ${fiche}`.execute(tx))).rows,
    ).toEqual([])
    expect((await donner(tristan, 'habiliter')).statut).toBe(303)
    expect(await decider(tristan, id)).toBe('quorum')
    expect((await donner(tristan, 'refuser')).texte).toContain('déjà prononcé')
    expect((await donner(capucine, 'sous-conditions')).statut).toBe(303)
    const rendre = (conditions: string) =>
      capucine.aller(`${ici}/decider`, { decision: 'Dossier complet, expérience solide.', conditions })
    expect((await rendre('')).texte).toContain('sous conditions')
    expect((await rendre('Une action relue avant juin.')).statut).toBe(303)
    expect((await rendre('encore')).texte).toContain('déjà décidé')
    const vue = (await salome.aller('/habilitations')).texte
    expect(vue).toContain('Une action relue avant juin.')
    expect(vue).toContain('en vigueur')
    // Toute la coopérative n’ouvre pas les avis : la comptabilité n’en lit aucun, la direction les lit.
    const avisLus = (qui: Connectee) =>
      en(
        qui,
        async (tx) => (await sql`select from cae.avis where parcours_id = ${id}`.execute(tx)).rows.length,
      )
    expect([await avisLus(compta), await avisLus(claire)]).toEqual([0, 3])
    // Les avis des autres ne se lisent pas de l’enseigne… sauf d’un membre du comité, ce qu’elle est.
    expect((await salome.aller('/habilitations?format=csv')).texte).toContain(
      'Salomé Diallo;La Navette;formation',
    )
  })

  it('garde chaque étape du parcours à son jour : entretien, ateliers, dossier relu, première action relue ; la personne les lit et n’en note aucune', async () => {
    const ici = (await demander(salome, { nature: 'apprentissage' })).vers ?? ''
    const noter = (qui: Connectee, genre: string, quand: number, autres: Record<string, string> = {}) =>
      qui.aller(`${ici}/etape`, {
        genre,
        faiteLe: ajouterJours(aujourdhui, quand).split('-').reverse().join('/'),
        note: `Ce que l’on a vu à l’étape ${genre}.`,
        ...autres,
      })
    const suite = [
      ['entretien', -40],
      ['atelier', -30],
      ['atelier', -20],
      ['dossier', -10],
      ['action-relue', -2],
    ] as const
    for (const [genre, quand] of suite) {
      expect((await noter(salome, genre, quand)).statut, genre).toBe(403)
      expect((await noter(yann, genre, quand)).statut, genre).toBe(303)
    }
    expect((await noter(yann, 'jury', -1)).statut).toBe(422)
    const lues = await base.maintenance((tx) =>
      sql<{
        genre: string
        jour: string
        par: string
      }>`select genre, faite_le::text as jour, par from cae.etape
        where parcours_id = ${ici.split('/').at(-1)}::uuid order by faite_le`.execute(tx),
    )
    expect(lues.rows).toEqual(
      suite.map(([genre, quand]) => ({ genre, jour: ajouterJours(aujourdhui, quand), par: yann.personne })),
    )
    const { texte } = await salome.aller(ici)
    expect(texte).toContain('Première action relue par une autre personne')
    expect(texte.match(/Atelier suivi/g)?.length).toBeGreaterThanOrEqual(2)
    expect(texte).toContain('Ce que l’on a vu à l’étape dossier.')
    // Envoyée deux fois, une étape est notée une fois, au dossier et au journal.
    const _jeton = newId()
    const envois = await Promise.all([1, 2].map(() => noter(yann, 'atelier', -1, { _jeton })))
    expect(envois.map((e) => e.statut)).toEqual([303, 303])
    const { rows } = await base.maintenance((tx) =>
      sql<{ etapes: number; gestes: number }>`select
        (select count(*)::int4 from cae.etape where parcours_id = ${ici.split('/').at(-1)}::uuid) as etapes,
        (select count(*)::int4 from journal.geste where geste = 'noter-etape' and objet_id = ${ici.split('/').at(-1)}::uuid) as gestes`.execute(
        tx,
      ),
    )
    expect(rows[0]).toEqual({ etapes: suite.length + 1, gestes: suite.length + 1 })
    expect((await salome.aller(`${ici}/abandonner`, {})).statut).toBe(303)
  })

  it('dit quand il fut demandé, à l’heure où on l’a demandé ; une habilitation en vigueur ne se redemande pas', async () => {
    const il_y_a = new Date(Date.now() - 40 * 86_400_000)
    m.regler(il_y_a)
    const ici = (await demander(salome, { nature: 'apprentissage' })).vers ?? ''
    m.regler(new Date())
    expect((await salome.aller(ici)).texte).toContain(
      `Demandée le</dt><dd>${sansInsecables(formaterDate(jourLocal(il_y_a, ZONE_PAR_DEFAUT)))}`,
    )
    const id = ici.split('/').at(-1) as ParcoursId
    for (const qui of [tristan, capucine]) await dire(qui, id, 'habiliter')
    expect(await decider(tristan, id)).toBe('habilite')
    const encore = (await demander(salome, { nature: 'apprentissage' })).texte
    expect(encore).toContain('Cette habilitation est en vigueur jusqu’à sa revue')
    // D’un autre rôle, c’en est une autre.
    const autre = await demander(salome, { nature: 'apprentissage', role: 'sous-traitant' })
    expect(autre.statut).toBe(303)
    expect((await salome.aller(`${autre.vers}/abandonner`, {})).statut).toBe(303)
  })

  it('se quitte en route : la demande abandonnée ne reçoit plus ni étape, ni décision, et se redemande', async () => {
    const ici = (await demander(salome, { nature: 'vae' })).vers ?? ''
    const id = ici.split('/').at(-1) as ParcoursId
    // D’une autre enseigne, on ne l’abandonne pas pour elle, que l’on siège ou non.
    expect([403, 404]).toContain((await tristan.aller(`${ici}/abandonner`, {})).statut)
    expect((await salome.aller(`${ici}/abandonner`, {})).statut).toBe(303)
    expect((await salome.aller(ici)).texte).toContain('abandonné')
    expect((await salome.aller(`${ici}/abandonner`, {})).statut).toBe(409)
    const etape = {
      genre: 'entretien',
      faiteLe: aujourdhui.split('-').reverse().join('/'),
      note: 'Trop tard.',
    }
    expect((await yann.aller(`${ici}/etape`, etape)).statut).not.toBe(303)
    expect(await decider(yann, id)).not.toBe('habilite')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select (select count(*) from cae.habilitation where parcours_id = ${id})::int4 + (select count(*) from cae.etape where parcours_id = ${id})::int4 as n`.execute(
        tx,
      ),
    )
    expect(rows[0]?.n).toBe(0)
    const encore = await demander(salome, { nature: 'vae' })
    expect([encore.statut, encore.vers === ici]).toEqual([303, false])
    await salome.aller(`${encore.vers}/abandonner`, {})
  })

  it('n’existe pas pour qui n’en a pas le droit, ni dehors ; une enseigne qui ne siège pas ne lit pas le dossier d’une autre', async () => {
    const id = await ouvrir('bilan')
    await claire.aller('/habilitations/comite/retirer', { compte: lila.personne })
    // Elle siège encore aujourd’hui : on ôte la ligne pour l’essai.
    await base.maintenance((tx) =>
      sql`delete from cae.membre_du_comite where compte_id = ${lila.personne}`.execute(tx),
    )
    expect((await lila.aller(`/habilitations/${id}`)).statut).toBe(404)
    expect((await lila.aller('/habilitations')).texte).not.toContain('Salomé')
    for (const adresse of ['/habilitations', '/habilitations/demander', `/habilitations/${id}`]) {
      expect((await clientele.aller(adresse)).statut, adresse).toBe(403)
    }
    expect((await dehors.aller(`/habilitations/${id}`)).statut).toBe(404)
    expect((await dehors.aller('/habilitations')).statut).toBe(403)
    expect((await dehors.aller('/habilitations/comite')).statut).toBe(404)
    expect(
      await codeSql(() =>
        en(salome, (tx) => sql`update cae.parcours set etat = 'habilite' where id = ${id}::uuid`.execute(tx)),
      ),
    ).toBe('42501')
    // Une collègue de la même enseigne ne l’abandonne pas à sa place, ni n’en ouvre un pour elle.
    expect((await maelys.aller(`/habilitations/${id}`)).texte).not.toContain('Abandonner')
    expect((await maelys.aller(`/habilitations/${id}/abandonner`, {})).statut).not.toBe(303)
    expect(
      Number(
        (
          await en(maelys, (tx) =>
            sql`update cae.parcours set etat = 'abandonne' where id = ${id}::uuid`.execute(tx),
          )
        ).numAffectedRows,
      ),
    ).toBe(0)
    expect((await maelys.aller('/habilitations/demander')).texte).not.toContain('Salomé')
    expect((await demander(maelys, { nature: 'vae' })).statut).toBe(422)
    const forcerPour = (qui: Connectee, activite: ActiviteId) =>
      codeSql(() =>
        en(qui, (tx) =>
          ouvrirParcours(
            tx,
            {
              id: newId<'Parcours'>(),
              activite,
              personne: fiche as never,
              compte: salome.personne,
              nature: 'apprentissage',
              role: 'responsable',
              motivation: '',
            },
            new Date(),
          ),
        ),
      )
    // Et l’enseigne du dossier est celle de la personne, même pour l’équipe d’appui.
    expect([await forcerPour(maelys, navette), await forcerPour(yann, ourlet)]).toEqual(['42501', '23503'])
    expect((await salome.aller(`/habilitations/${id}/abandonner`, {})).statut).toBe(303)
  })

  it('deux comités au même instant n’en font qu’un ; à égalité, rien ne se décide', async () => {
    const id = await ouvrir('vae')
    expect([await dire(tristan, id, 'habiliter'), await dire(capucine, id, 'refuser')]).toEqual([
      undefined,
      undefined,
    ])
    expect(await decider(yann, id)).toBe('partage')
    expect(await dire(yann, id, 'habiliter')).toBeUndefined()
    // Le dossier est tenu le temps que deux au moins soient en marche : chacun a commencé avant que l’autre n’ait écrit.
    const [tient, regarde] = [await base.client('admin'), await base.client('admin')]
    await tient.query('begin')
    await tient.query('select from cae.parcours where id = $1 for update', [id])
    const partis = [tristan, capucine, yann, yann, tristan].map((q) => decider(q, id))
    await expect
      .poll(
        async () =>
          (
            await regarde.query(
              `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
            )
          ).rowCount,
      )
      .toBeGreaterThan(1)
    await tient.query('commit')
    const dits = await Promise.all(partis)
    expect(dits.filter((d) => d === 'habilite')).toHaveLength(1)
    expect(new Set(dits)).toEqual(new Set(['habilite', 'decide']))
    const { rows } = await base.maintenance((tx) =>
      sql<{ n: number }>`select count(*)::int4 as n from cae.habilitation where parcours_id = ${id}`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ n: 1 }])
    // Par la page aussi : quatre envois ensemble, un seul décide, les autres lisent que c’est fait.
    const autre = await ouvrir('bilan')
    for (const q of [tristan, capucine, yann]) expect(await dire(q, autre, 'habiliter')).toBeUndefined()
    const envois = await Promise.all(
      [tristan, capucine, yann, tristan].map((q) =>
        q.aller(`/habilitations/${autre}/decider`, {
          decision: 'Dossier complet, expérience solide.',
          conditions: '',
        }),
      ),
    )
    expect(envois.map((e) => e.statut).toSorted()).toEqual([303, 409, 409, 409])
    expect(envois.filter((e) => e.texte.includes('déjà décidé'))).toHaveLength(3)
  })

  it('qui s’est retiré d’un dossier n’en décide pas non plus, par la page ni en SQL', async () => {
    const personne = await base.maintenance((tx) =>
      poserIntervenant(tx, chez, [], { prenom: 'Essai', nom: newId().slice(-6) }),
    )
    const id = await ouvrir('formation', personne)
    const ici = `/habilitations/${id}`
    for (const qui of [tristan, capucine]) await dire(qui, id, 'habiliter')
    expect((await yann.aller(ici)).texte).toContain('Avis motivé du comité')
    await dire(yann, id, 'se-retire')
    expect((await yann.aller(ici)).texte).not.toContain('Avis motivé du comité')
    const rendue = await yann.aller(`${ici}/decider`, {
      decision: 'Dossier complet, je le rends moi-même.',
      conditions: '',
    })
    expect([rendue.statut, rendue.texte]).toEqual([409, expect.stringContaining('Vous vous êtes retiré·e')])
    expect(await decider(yann, id)).toBe('retire')
    expect(await dire(yann, id, 'habiliter')).toBe('42501')
    expect(await decider(tristan, id)).toBe('habilite')
  })

  it('ce qui change entre la lecture d’un dossier et l’avis se refuse d’une phrase, et la transaction continue', async () => {
    const personne = await base.maintenance((tx) =>
      poserIntervenant(tx, chez, [], { prenom: 'Essai', nom: newId().slice(-6) }),
    )
    const id = await ouvrir('formation', personne)
    const visiteur = unVisiteur({
      cae: true,
      organisme: { id: organisme, code: 'c', nom: 'n' },
      roles: ['equipe-appui'],
    })
    const pendant = (faire: () => Promise<unknown>) =>
      en(yann, async (tx) => {
        const lu = await lireParcours(tx, id)
        if (!lu) throw new Error('Le dossier ne se lit pas.')
        await faire()
        const dit = await sePrononcer(tx, visiteur, lu, { avis: 'se-retire', motif: 'un motif' }, new Date())
        return [lu.permis, dit.ok ? 'fait' : dit.error.code, (await lireParcours(tx, id))?.permis]
      })
    expect(await pendant(() => dire(yann, id, 'se-retire'))).toEqual(['permis', 'retire', 'retire'])
    await base.maintenance((tx) => sql`delete from cae.avis where parcours_id = ${id}::uuid`.execute(tx))
    for (const qui of [tristan, capucine]) await dire(qui, id, 'habiliter')
    expect(await pendant(() => decider(tristan, id))).toEqual(['permis', 'decide', 'decide'])
  })

  it('quels que soient les avis, la base décide comme la règle', async () => {
    const votants = [tristan, capucine, yann]
    const tirages = fc.sample(
      fc.array(fc.constantFrom<Avis>('habiliter', 'sous-conditions', 'refuser', 'se-retire'), {
        minLength: 3,
        maxLength: 3,
      }),
      8,
    )
    for (const avis of tirages) {
      const personne = await base.maintenance((tx) =>
        poserIntervenant(tx, chez, [], { prenom: 'Essai', nom: newId().slice(-6) }),
      )
      const id = await ouvrir('formation', personne)
      for (const [i, a] of avis.entries()) await dire(votants[i] as Connectee, id, a)
      const n = (a: Avis) => avis.filter((x) => x === a).length
      const [pour, contre] = [n('habiliter') + n('sous-conditions'), n('refuser')]
      const attendu =
        pour + contre < 2 ? 'quorum' : pour === contre ? 'partage' : pour > contre ? 'habilite' : 'refuse'
      // Qui s’est retiré n’en décide pas : la décision revient à un autre membre.
      const reste = votants.find((_, i) => avis[i] !== 'se-retire')
      expect(await decider(reste ?? yann, id, 'Une action relue.'), avis.join()).toBe(
        reste ? attendu : 'retire',
      )
    }
  })
})

it('un dossier ne cache pas de qui il est : ouvert sans le compte de sa personne, la base le refuse', async () => {
  expect(
    await codeSql(() =>
      en(salome, (tx) =>
        ouvrirParcours(
          tx,
          {
            id: newId<'Parcours'>(),
            activite: navette,
            personne: fiche as never,
            compte: null,
            nature: 'apprentissage',
            role: 'responsable',
            motivation: '',
          },
          new Date(),
        ),
      ),
    ),
  ).toBe('42501')
})

describe('la session', () => {
  const dans = (n: number) => ajouterJours(aujourdhui, n)
  const poserUne = async (
    qui: string,
    jours: readonly number[],
    nature = 'formation',
    { conduite = salome, etat = 'ouverte' } = {},
  ) =>
    base.maintenance(async (tx) => {
      const { session, seances } = await poserSession(tx, {
        ...chez,
        offre: await poserOffre(tx, chez),
        seances: jours.map((j) => [dans(j), 540, 720] as const),
      })
      await sql`update sessions.session set etat = ${etat}, nature = ${nature}, formateur_id = ${conduite.personne} where id = ${session}`.execute(
        tx,
      )
      for (const seance of seances)
        await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes, cle)
          values (${organisme}, ${newId()}, ${navette}, ${seance}, ${qui}, ${conduite.personne}, 180, ${qui})`.execute(
          tx,
        )
      return session
    })
  const confirmer = (session: string) =>
    codeSql(() =>
      en(yann, (tx) =>
        sql`update sessions.session set etat = 'confirmee' where id = ${session}::uuid`.execute(tx),
      ),
    )
  const qui = unVisiteur({
    cae: true,
    organisme: { id: organisme, code: 'c', nom: 'n' },
    roles: ['equipe-appui'],
  })
  const gardes = (session: string) =>
    en(yann, async (tx) => (await sessionCae.faits?.(tx, session, qui, new Date()))?.gardes)

  it('ne se confirme pas avec quelqu’un qui n’est pas habilité à ses dates, sauf dérogation motivée', async () => {
    const autre = await base.maintenance((tx) =>
      poserIntervenant(tx, chez, [], { prenom: 'Ismaël', nom: 'Fall' }),
    )
    const libre = await poserUne(autre, [3])
    // Tant que la direction n’a rien dit, rien n’est retenu.
    expect(await gardes(libre)).toEqual({})
    expect(
      (await regler(claire, { version: '1', depuis: aujourdhui.split('-').reverse().join('/') })).statut,
    ).toBe(303)
    expect(await gardes(libre)).toEqual({ 'dossier-formateur-a-jour': false })
    expect(await confirmer(libre)).toBe('23514')
    // Dite tenue d’un trait, sans avoir été confirmée, non plus.
    for (const etat of ['terminee', 'cloturee', 'archivee'])
      expect(
        await codeSql(() =>
          en(yann, (tx) =>
            sql`update sessions.session set etat = ${etat} where id = ${libre}::uuid`.execute(tx),
          ),
        ),
        etat,
      ).toBe('23514')
    const deroger = (q: Connectee, motif: string) =>
      q.aller(`/habilitations/session/${libre}`, { personne: autre, motif })
    expect((await deroger(salome, 'Elle remplace au pied levé.')).statut).toBe(403)
    expect((await deroger(yann, 'Vite.')).statut).toBe(422)
    expect((await deroger(yann, 'Elle remplace au pied levé, dossier vu hier.')).statut).toBe(303)
    expect(await gardes(libre)).toEqual({})
    expect(await confirmer(libre)).toBeUndefined()
  })

  it('lit la nature, les dates et la suspension : une demi-journée après la revue, une autre nature, et elle attend', async () => {
    const [bonne, apres, autreNature] = [
      await poserUne(fiche, [5, 6]),
      await poserUne(fiche, [7, 400]),
      await poserUne(fiche, [9], 'bilan'),
    ]
    expect([await gardes(bonne), await confirmer(apres), await confirmer(autreNature)]).toEqual([
      {},
      '23514',
      '23514',
    ])
    // Habilitée pour intervenir, elle ne répond pas d’une session, même quand aucun dossier n’y est encore ; si personne
    // n’en répond, elle y intervient.
    const vae = await poserUne(fiche, [8], 'vae')
    expect(await gardes(vae)).toEqual({ 'dossier-formateur-a-jour': false })
    await base.maintenance((tx) =>
      sql`update sessions.session set formateur_id = null where id = ${vae}`.execute(tx),
    )
    expect(await gardes(vae)).toEqual({})
    const liste = await en(yann, (tx) =>
      sql<{
        parcours: string
      }>`select parcours_id as parcours from cae.habilitation where personne_id = ${fiche} and nature = 'formation'`.execute(
        tx,
      ),
    )
    const ici = `/habilitations/${liste.rows[0]?.parcours}`
    expect((await salome.aller(`${ici}/suspendre`, { motif: 'non' })).statut).toBe(403)
    expect((await yann.aller(`${ici}/suspendre`, { motif: 'Réclamation grave en cours.' })).statut).toBe(303)
    expect(await en(yann, (tx) => nonHabilites(tx, bonne))).toEqual([
      { personne: fiche, nom: 'Salomé Diallo' },
    ])
    expect(await confirmer(bonne)).toBe('23514')
    expect((await yann.aller(`${ici}/rendre`, {})).statut).toBe(303)
    expect(await confirmer(bonne)).toBeUndefined()
    // Échue pendant sa suspension, elle ne se rend plus : la page ne l’offre pas, l’envoi le refuse.
    const passee = newId<'Parcours'>()
    await base.maintenance(async (tx) => {
      const personne = await poserIntervenant(tx, chez, [], { prenom: 'Échue', nom: newId().slice(-6) })
      await sql`insert into cae.parcours (organisme_id, id, activite_id, personne_id, nature, role, etat, demande_par, decision)
        values (${organisme}, ${passee}, ${navette}, ${personne}, 'formation', 'responsable', 'habilite', ${yann.personne}, 'Le dossier est complet, le comité habilite.')`.execute(
        tx,
      )
      await sql`insert into cae.habilitation (organisme_id, id, activite_id, personne_id, parcours_id, nature, role, du, au, suspendue_le, suspendue_par, suspension)
        values (${organisme}, ${newId()}, ${navette}, ${personne}, ${passee}, 'formation', 'responsable', '2024-01-05', '2025-01-05', now(), ${yann.personne}, 'Une pièce manque.')`.execute(
        tx,
      )
    })
    const lue = (await yann.aller(`/habilitations/${passee}`)).texte
    expect(lue).toContain('Cette habilitation est échue')
    expect(lue).not.toContain('Rendre l’habilitation')
    expect(await yann.aller(`/habilitations/${passee}/rendre`, {})).toMatchObject({
      statut: 409,
      texte: expect.stringContaining('est échue'),
    })
    // Confirmée, la session le dit ; elle ne dit plus qu’elle ne se confirme pas.
    expect((await yann.aller(`${ici}/suspendre`, { motif: 'Réclamation grave en cours.' })).statut).toBe(303)
    const manques = await en(
      yann,
      async (tx) => (await sessionCae.faits?.(tx, bonne, qui, new Date()))?.manques ?? [],
    )
    expect(manques.map((x) => [x.chose, x.quand])).toEqual([
      ['Salomé Diallo n’est pas habilité·e à ces dates, et la session est confirmée.', 'dès maintenant'],
    ])
    // D’une autre enseigne, on n’apprend rien de la session.
    expect(await en(tristan, (tx) => nonHabilites(tx, apres))).toEqual([])
  })

  it('jouées au hasard, les portes répondent comme leur modèle : habiliter, suspendre, rendre, déroger, confirmer', async () => {
    const geste = fc.oneof(
      fc.record({ g: fc.constant('habiliter' as const), nature: fc.constantFrom('formation', 'bilan') }),
      fc.record({
        g: fc.constantFrom('suspendre' as const, 'rendre' as const),
        nature: fc.constantFrom('formation', 'bilan'),
      }),
      fc.record({
        g: fc.constant('poser' as const),
        nature: fc.constantFrom('formation', 'bilan', 'vae'),
        apresLaRevue: fc.subarray([false, true], { minLength: 1 }),
      }),
      fc.record({ g: fc.constantFrom('deroger' as const, 'confirmer' as const), rang: fc.nat(5) }),
    )
    let jour = 40
    for (const suite of fc.sample(fc.array(geste, { minLength: 14, maxLength: 14 }), 4)) {
      const personne = await base.maintenance((tx) =>
        poserIntervenant(tx, chez, [], { prenom: 'Modèle', nom: newId().slice(-6) }),
      )
      // Le modèle : une habilitation par nature, suspendue ou non, qui vaut un an ; des sessions, et ce qui les couvre.
      const habilitee = new Map<string, { readonly parcours: ParcoursId; suspendue: boolean }>()
      const sessions: {
        id: string
        nature: string
        jours: readonly number[]
        derogee: boolean
        confirmee: boolean
      }[] = []
      const couverte = (x: (typeof sessions)[number]) =>
        x.derogee || (habilitee.get(x.nature)?.suspendue === false && x.jours.every((j) => j < 360))
      for (const x of suite) {
        if (x.g === 'habiliter' && !habilitee.has(x.nature)) {
          const parcours = await ouvrir(x.nature as 'formation' | 'bilan', personne)
          for (const votant of [tristan, capucine])
            expect(await dire(votant, parcours, 'habiliter')).toBeUndefined()
          expect(await decider(yann, parcours)).toBe('habilite')
          habilitee.set(x.nature, { parcours, suspendue: false })
        } else if (x.g === 'suspendre' || x.g === 'rendre') {
          const h = habilitee.get(x.nature)
          if (!h) continue
          const r = await yann.aller(`/habilitations/${h.parcours}/${x.g}`, {
            motif: 'Réclamation grave en cours.',
          })
          expect(r.statut === 303, `${x.g} ${r.statut}`).toBe(h.suspendue === (x.g === 'rendre'))
          if (r.statut === 303) h.suspendue = x.g === 'suspendre'
        } else if (x.g === 'poser') {
          // Une personne n’est pas à deux endroits : chaque demi-journée a son jour, avant la revue ou après.
          const jours = x.apresLaRevue.map((apres) => {
            jour += 1
            return jour + (apres ? 360 : 0)
          })
          const id = await poserUne(personne, jours, x.nature)
          await base.maintenance((tx) =>
            sql`update sessions.session set formateur_id = null where id = ${id}`.execute(tx),
          )
          sessions.push({ id, nature: x.nature, jours, derogee: false, confirmee: false })
        } else if (x.g === 'deroger' || x.g === 'confirmer') {
          const une = sessions[x.rang]
          if (!une) continue
          if (x.g === 'deroger') {
            const r = await yann.aller(`/habilitations/session/${une.id}`, {
              personne,
              motif: 'Elle remplace au pied levé, dossier vu hier.',
            })
            if (r.statut === 303) une.derogee = true
            else expect(couverte(une), `${r.statut}`).toBe(true)
          } else if (!une.confirmee) {
            expect(await confirmer(une.id), JSON.stringify(suite)).toBe(couverte(une) ? undefined : '23514')
            une.confirmee = couverte(une)
          }
        }
        for (const une of sessions)
          expect(
            (await en(yann, (tx) => nonHabilites(tx, une.id))).length,
            JSON.stringify([suite, une]),
          ).toBe(couverte(une) ? 0 : 1)
      }
    }
  })

  it('confirmée, ne reçoit personne qui n’y soit habilité, ni par la page ni en SQL, sauf dérogation donnée d’abord', async () => {
    const [sure, neuve] = await base.maintenance(async (tx) => [
      await poserIntervenant(tx, chez, [], { prenom: 'Gwenn', nom: 'Salaün' }),
      await poserIntervenant(tx, chez, [], { prenom: 'Maëlys', nom: 'Jaouen' }),
    ])
    const session = await poserUne(sure, [11])
    await base.maintenance((tx) =>
      sql`update sessions.session set etat = 'confirmee' where id = ${session}`.execute(tx),
    )
    const seance = (
      await base.maintenance((tx) =>
        sql<{
          id: string
          debut: Date
        }>`select id, debut from sessions.seance where session_id = ${session}`.execute(tx),
      )
    ).rows[0]
    const prise = {
      seance: seance?.id ?? '',
      debut: seance?.debut ?? new Date(),
      personne: neuve as never,
      minutes: 90,
    }
    const affecterEnSql = () => codeSql(() => en(yann, (tx) => affecter(tx, navette, [prise])))
    expect(await affecterEnSql()).toBe('23514')
    // Ce que les gestes de la page en font : une phrase, et rien n’est écrit.
    expect(await en(yann, (tx) => sansChevauchement(tx, () => affecter(tx, navette, [prise])))).toEqual(
      ko('non-habilite'),
    )
    const animent = () =>
      base.maintenance((tx) =>
        sql<{
          personne_id: string
        }>`select personne_id from sessions.affectation where seance_id = ${seance?.id}::uuid`.execute(tx),
      )
    expect((await animent()).rows).toEqual([{ personne_id: sure }])
    // La tenir de nouveau, ou la déplacer, c’est affecter qui l’anime ; ce qui l’anime déjà ne se touche pas sans cela.
    const changer = (quoi: ReturnType<typeof sql>) => codeSql(() => en(yann, (tx) => quoi.execute(tx)))
    expect(
      await changer(sql`update sessions.seance set tenue = false where id = ${seance?.id}::uuid`),
    ).toBeUndefined()
    expect(await changer(sql`update sessions.seance set tenue = true where id = ${seance?.id}::uuid`)).toBe(
      '23514',
    )
    // La dérogation se donne avant d’affecter : la page propose qui n’est pas couvert.
    const page = `/habilitations/session/${session}`
    expect((await yann.aller(page)).texte).toContain('Maëlys Jaouen')
    for (const personne of [neuve, sure])
      expect(
        (
          await yann.aller(page, {
            personne: personne ?? '',
            motif: 'Elle remplace au pied levé, dossier vu hier.',
          })
        ).statut,
      ).toBe(303)
    expect(await affecterEnSql()).toBeUndefined()
    expect(
      await changer(sql`update sessions.seance set tenue = true where id = ${seance?.id}::uuid`),
    ).toBeUndefined()
    expect((await animent()).rows).toHaveLength(2)
  })

  it('ne commence pas plus qu’elle ne se confirme ; confirmée, ni sa nature, ni une demi-journée menée d’une autre n’y font entrer personne', async () => {
    const changer = (quoi: ReturnType<typeof sql>) => codeSql(() => en(yann, (tx) => quoi.execute(tx)))
    const autre = await base.maintenance((tx) =>
      poserIntervenant(tx, chez, [], { prenom: 'Naïma', nom: 'Cissé' }),
    )
    const ouverte = await poserUne(autre, [17])
    expect(
      await changer(sql`update sessions.session set etat = 'en-cours' where id = ${ouverte}::uuid`),
    ).toBe('23514')
    // Elle intervient en vae, et la session est confirmée ainsi.
    const sure = await poserUne(fiche, [18], 'vae', { conduite: maelys, etat: 'confirmee' })
    expect(
      await changer(
        sql`update sessions.seance set session_id = ${sure}::uuid where session_id = ${ouverte}::uuid`,
      ),
    ).toBe('23514')
    expect(await changer(sql`update sessions.session set nature = 'bilan' where id = ${sure}::uuid`)).toBe(
      '23514',
    )
    // Ce qui ne fait entrer personne passe.
    expect(await changer(sql`update sessions.session set etat = 'en-cours' where id = ${sure}::uuid`)).toBe(
      undefined,
    )
  })

  describe('confirmée, et conduite par qui n’est plus habilitée', () => {
    const { voulue } = gestesDeSession(base)
    const lue = async (session: Awaited<ReturnType<typeof poserUne>>) => {
      const s = await en(yann, (tx) => lireSession(tx, session))
      if (!s) throw new Error('introuvable')
      return s
    }
    type Lue = Awaited<ReturnType<typeof lue>>
    const regler = async (s: Lue, traits: Partial<Parameters<typeof affecterSeance>[1]>) => {
      const a = {
        session: s.id,
        seance: s.seances[0]?.id as Lue['seances'][number]['id'],
        revision: s.revision,
        intervenants: [{ id: maelys.personne }],
        salles: [],
        partout: false,
      }
      const r = await en(yann, (tx) => affecterSeance(tx, { ...a, ...traits }, new Date()))
      return r.ok ? [] : r.error.map((e) => e.phrase)
    }
    const modifier = async (s: Lue, traits: Partial<Parameters<typeof modifierSession>[1]>) => {
      const v = voulue(s, { formateurId: maelys.personne, formateur: '', motif: 'Un essai.', ...traits })
      const r = await en(yann, (tx) => modifierSession(tx, v, new Date()))
      return r.ok ? [] : r.error.map((e) => e.phrase)
    }
    const aux = (s: Lue, decalage: number, jours = 0) =>
      s.seances.map((x) => ({
        id: x.id,
        jour: ajouterJours(x.jour, jours),
        debut: x.debutMinutes + decalage,
        fin: x.finMinutes + decalage,
      }))
    const refusee = [expect.stringContaining('n’est pas habilitée à ces dates')]
    let conduite = ''
    const poser = async (jours: readonly number[]) => {
      conduite ||= await poserFiche(maelys, 'Maëlys', 'Le Goff')
      return lue(await poserUne(conduite, jours, 'vae', { conduite: maelys, etat: 'confirmee' }))
    }

    it('une session change de salle, d’un quart d’heure, reçoit une personne habilitée, se défait ; d’un autre jour, non', async () => {
      const s = await poser([20, 21])
      expect(await en(yann, (tx) => nonHabilites(tx, s.id))).toMatchObject([{ personne: conduite }])
      const salle = await base.maintenance((tx) => poserSalle(tx, chez))
      expect(await modifier(s, { salle, lieu: '' })).toEqual([])
      expect(await modifier(await lue(s.id), { salle, lieu: '', seances: aux(s, 15) })).toEqual([])
      expect((await lue(s.id)).seances.map((x) => [x.debutMinutes, x.salles.length])).toEqual([
        [555, 1],
        [555, 1],
      ])
      expect(
        await en(yann, (tx) => defaireChangement(tx, s.id, async () => false, new Date())),
      ).toMatchObject({ ok: true })
      const revenue = await lue(s.id)
      expect(revenue.seances.map((x) => [x.debutMinutes, x.salles.length])).toEqual([
        [540, 1],
        [540, 1],
      ])
      expect(await modifier(revenue, { salle, lieu: '', seances: aux(s, 0, 7) })).toEqual(refusee)
      expect(
        await regler(revenue, {
          intervenants: [{ id: maelys.personne }, { id: salome.personne, minutes: 60 }],
        }),
      ).toEqual([])
      expect((await lue(s.id)).seances.map((x) => x.intervenants.map((i) => [i.compte, i.minutes]))).toEqual([
        [
          [salome.personne, 60],
          [maelys.personne, 180],
        ],
        [[maelys.personne, 180]],
      ])
    })

    it('qui n’est habilitée qu’à y intervenir n’en devient pas responsable en prenant toutes ses demi-journées', async () => {
      const s = await poser([23, 24])
      const elle = { intervenants: [{ id: salome.personne }] }
      expect(await regler(s, { ...elle, partout: true })).toEqual(refusee)
      expect(await lue(s.id)).toEqual(s)
      // D’une seule, elle intervient ; et la base tient qu’elle n’en réponde pas.
      expect(await regler(s, elle)).toEqual([])
      expect((await lue(s.id)).formateurId).toBe(maelys.personne)
      expect(
        await codeSql(() =>
          en(yann, (tx) =>
            sql`update sessions.session set formateur_id = ${salome.personne}::uuid where id = ${s.id}::uuid`.execute(
              tx,
            ),
          ),
        ),
      ).toBe('23514')
      // Ni quand l’affectation omet son compte : c’est celui de sa fiche.
      const autre = await poser([26])
      await base.maintenance((tx) =>
        sql`update sessions.session set formateur_id = ${salome.personne} where id = ${autre.id}`.execute(tx),
      )
      const [libre] = autre.seances
      const prise = { seance: libre?.id ?? '', debut: new Date(), personne: fiche as never, minutes: 90 }
      expect(await codeSql(() => en(yann, (tx) => affecter(tx, navette, [prise])))).toBe('23514')
    })
  })

  it('la revue annuelle prolonge l’habilitation telle qu’elle est, dans les soixante jours d’avant, jamais par soi ni deux fois', async () => {
    const lue = async () =>
      (
        await base.maintenance((tx) =>
          sql<{
            id: string
            parcours: string
            au: string
          }>`select id, parcours_id as parcours, au::text as au from cae.habilitation
            where personne_id = ${fiche} and nature = 'formation'`.execute(tx),
        )
      ).rows[0]
    const avant = await lue()
    const [id, ici] = [avant?.id ?? '', `/habilitations/${avant?.parcours}`]
    const poser = (au: string, suspendue: boolean) =>
      base.maintenance((tx) =>
        sql`update cae.habilitation set du = ${au}::date - 300, au = ${au}::date, suspendue_le = case when ${suspendue} then now() end,
          suspendue_par = case when ${suspendue} then ${yann.personne}::uuid end, suspension = case when ${suspendue} then 'Pièce manquante' end where id = ${id}`.execute(
          tx,
        ),
      )
    const revoir = (
      q: Connectee,
      quand = 0,
      note = 'Une action observée, deux formations suivies.',
      autres: Record<string, string> = {},
    ) => q.aller(`${ici}/revue`, { faiteLe: dans(quand).split('-').reverse().join('/'), note, ...autres })
    const enSql = (q: Connectee) => en(q, (tx) => prolongerHabilitation(tx, id as HabilitationId, new Date()))
    await poser(dans(90), false)
    expect((await revoir(yann)).texte).toContain('c’est trop tôt')
    await poser(dans(20), true)
    expect((await revoir(yann)).texte).toContain('rendez-la d’abord')
    // Suspendue aujourd’hui : ce qu’elle a animé avant, elle l’a animé habilitée.
    await base.maintenance((tx) => sql`update cae.comite set exige_depuis = exige_depuis - 10`.execute(tx))
    const manquent = async (jour: number) => {
      const session = await poserUne(fiche, [jour])
      return (await en(yann, (tx) => nonHabilites(tx, session))).length
    }
    expect([await manquent(-3), await manquent(15)]).toEqual([0, 1])
    await poser(dans(20), false)
    expect((await revoir(salome)).statut).toBe(403)
    expect((await revoir(yann, 0, 'vu')).statut).toBe(422)
    // Sans revue au dossier, la base ne prolonge rien ; une enseigne ne se prolonge pas.
    expect([await enSql(yann), await enSql(salome), await enSql(tristan)]).toEqual([
      'revue',
      'introuvable',
      'introuvable',
    ])
    expect(
      await codeSql(() =>
        en(yann, (tx) =>
          sql`update cae.habilitation set au = '2999-01-01' where id = ${id}::uuid`.execute(tx),
        ),
      ),
    ).toBe('42501')
    // Envoyée deux fois, la revue est notée une fois, et se lit comme faite.
    const _jeton = newId()
    const envois = await Promise.all([1, 2].map(() => revoir(yann, 0, undefined, { _jeton })))
    expect(envois.map((e) => e.statut)).toEqual([303, 303])
    const apres = await lue()
    expect(apres?.au.slice(0, 4)).toBe(String(Number(dans(20).slice(0, 4)) + 1))
    expect(apres?.parcours).toBe(avant?.parcours)
    // Deux revues au même instant n’en prolongent qu’une : la suivante vient trop tôt.
    expect(await enSql(yann)).toBe('trop-tot')
    const page = (await yann.aller(ici)).texte
    expect(page).toContain('Une action observée')
    expect(page.match(/Revue annuelle/g)).toHaveLength(2)
    // Une coopérative qui revoit chaque mois : la même revue ne prolonge pas deux fois ; une neuve, si.
    const chaque = (mois: number) =>
      base.maintenance((tx) => sql`update cae.comite set revue_mois = ${mois}`.execute(tx))
    await chaque(1)
    await poser(dans(20), false)
    expect(await enSql(yann)).toBe('revue')
    expect((await revoir(yann)).statut).toBe(303)
    expect(await enSql(yann)).toBe('revue')
    await chaque(12)
    // Qui vise et anime ne fait pas sa propre revue, ni par la page ni en SQL.
    await relier(fiche, yann)
    expect((await revoir(yann)).texte).toContain('une autre personne en fait la revue')
    expect(await enSql(yann)).toBe('revue-propre')
    await relier(fiche, salome)
    await poser(dans(-1), false)
    expect((await revoir(yann)).texte).toContain('la personne en demande une autre')
  })
})
