/** Ce que disent la session, le dossier et ses pièces d’un client qui ne vient plus, ou dont le délai court ; et le payeur d’un CPF. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Zone } from '#kernel/zones.ts'
import { listerInscrits } from '#modules/inscriptions/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import { planification, particulier as quiVientSeul } from '../../../test/monde/planification.ts'
import { visiter } from './test/visiter.ts'

const m = await planification({ le: '2026-11-02T09:00:00Z' })
const { base, a, app } = m
const aller = visiter(app)
const le = async <T>(instant: string, faire: () => Promise<T>): Promise<T> => {
  m.regler(instant)
  return faire().finally(() => m.regler())
}
const gestesDe = (objet: string) =>
  base.maintenance(async (tx) =>
    (
      await sql<{ geste: string }>`select geste from journal.geste where objet_id = ${objet}`.execute(tx)
    ).rows.map((r) => r.geste),
  )
const uneSession = (zone: Zone = 'Europe/Paris') => m.uneSession({ zone })
const particulier = (prenom: string, nom: string, circonstance = 'etablissement') =>
  quiVientSeul(prenom, nom, circonstance)
const ouvrir = m.ouvrirUnDossier
const inscrire = (session: string, dossier: string, ligne: string) => m.inscrire(session, ligne, dossier)
const signer = (session: string, dossier: string, jour: string, champs = {}) =>
  aller(`${session}/dossiers/${dossier}`, { quoi: 'signature', jour, ...champs })
const retracter = (session: string, dossier: string, champs = {}) =>
  aller(`${session}/dossiers/${dossier}`, { quoi: 'retracter', motif: 'lettre reçue', ...champs })

it('sans client, le formulaire d’inscription mène au dossier qui lui manque', async () => {
  const session = await uneSession()
  const vide = await aller(`${session}/inscriptions/nouvelle`)
  expect(vide.texte).toContain('Cette session n’a encore aucun client')
  expect(vide.html).toContain(`href="${session}/dossiers/nouveau"`)
})

describe('un client qui ne vient plus', () => {
  it('ne se compte plus dans les dossiers ni dans leur prix', async () => {
    const session = await uneSession()
    const parti = await ouvrir(session, particulier('Lise', 'Retard'))
    await ouvrir(session, particulier('Ousmane', 'Sarr'))
    expect((await aller(session)).texte).toContain('2 dossiers, 2 000,00 €')
    expect((await signer(session, parti, '02/11/2026')).statut).toBe(303)
    expect((await retracter(session, parti)).statut).toBe(303)
    const { texte } = await aller(session)
    expect(texte).toMatch(/1 dossier, 1 000,00 € \S+, 1 sans suite/)
    expect(texte).not.toContain('Dire qui vient pour Lise Retard')
    expect(texte).toContain('Dire qui vient pour Ousmane Sarr')
  })

  it('rétracté, ses pièces disent qu’il n’y a plus rien à émettre, et non d’inscrire quelqu’un', async () => {
    const session = await uneSession()
    const parti = await ouvrir(session, particulier('Lise', 'Retard'))
    const pieces = `${session}/dossiers/${parti}/pieces`
    expect((await aller(pieces)).texte).toContain('Inscrivez d’abord une personne')
    await signer(session, parti, '02/11/2026')
    await retracter(session, parti)
    const { texte } = await aller(pieces)
    expect(texte).not.toContain('Inscrivez d’abord une personne')
    expect(texte).toContain('Ce client s’est rétracté : il n’y a plus rien à émettre.')
    expect((await aller(pieces.replace('/pieces', ''))).texte).not.toContain('Personne n’est encore inscrit')
    expect((await aller(pieces, { geste: 'emettre-contrat' })).statut).toBeGreaterThanOrEqual(400)
  })
})

it('l’accord d’un donneur d’ordre ne se réclame pas de la convention', async () => {
  const session = await uneSession()
  const recue = await ouvrir(session, {
    acheteur: 'organisme-formation',
    structure: 'Atlas Formation',
    circonstance: 'etablissement',
    prix: '900',
  })
  const { texte } = await aller(`${session}/dossiers/${recue}`)
  expect(texte).not.toContain('D6353-1')
  expect(texte).toContain('avant votre intervention')
})

it('un CPF sans payeur écrit est payé par la Caisse des dépôts, et son délai se vérifie sur la plateforme', async () => {
  const session = await uneSession()
  const cpf = {
    acheteur: 'personne',
    prenom: 'Élodie',
    nom: 'Œuvrard',
    prix: '980',
    circonstance: 'distance',
    'lignes[0].dispositif': 'cdc-cpf',
    'lignes[0].payeur': '',
  }
  const vu = await aller(`${session}/dossiers/nouveau`, { ...cpf, geste: 'voir' })
  expect(vu.texte).toContain('Vérifiez le délai de rétractation sur la plateforme')
  expect(vu.texte).not.toContain('Les sources')
  const dossier = await ouvrir(session, cpf)
  expect((await aller(`${session}/dossiers/${dossier}`)).texte).toContain(
    'Caisse des dépôts et consignations',
  )
})

describe('une rétractation envoyée à temps, lue après le délai', () => {
  it('se note au jour de l’envoi ; envoyée après, ou sans date, elle se refuse en disant pourquoi', async () => {
    const session = await uneSession()
    const dossier = await ouvrir(session, particulier('Lise', 'Retard'))
    await signer(session, dossier, '02/11/2026')
    const page = `${session}/dossiers/${dossier}`
    await le('2026-11-20T09:00:00Z', async () => {
      expect((await aller(page)).texte).toContain('si elle fut envoyée avant le 13 novembre 2026')
      const tard = [{}, { envoyeeLe: '13/11/2026' }]
      for (const champs of tard) {
        const refusee = await retracter(session, dossier, champs)
        expect(refusee.statut).toBe(409)
        expect(refusee.texte).toContain('Le délai de rétractation a fini le 12 novembre 2026')
      }
      for (const [envoyeeLe, phrase] of [
        ['21/11/2026', 'est à venir'],
        ['01/11/2026', 'on ne s’en rétracte pas avant'],
      ] as const)
        expect((await retracter(session, dossier, { envoyeeLe })).texte).toContain(phrase)
      expect((await retracter(session, dossier, { envoyeeLe: '12/11/2026' })).statut).toBe(303)
      expect((await aller(page)).texte).toContain('rétracté le 12 novembre 2026')
    })
    const journal = await base.maintenance(
      async (tx) =>
        (
          await sql<{ details: unknown }>`select details from journal.geste
            where geste = 'retracter' and objet_id = ${dossier}`.execute(tx)
        ).rows,
    )
    expect(journal).toEqual([{ details: expect.objectContaining({ envoyeeLe: '2026-11-12' }) }])
  })

  it('se dit aussi à l’écran de l’inscription, qui le refusait', async () => {
    const session = await uneSession()
    const dossier = await ouvrir(session, particulier('Lise', 'Retard'))
    await inscrire(session, dossier, 'Zoé Marin zoe@exemple.example')
    await signer(session, dossier, '02/11/2026')
    const [i] = await base.enTantQue(a.organisme, {}, (tx) =>
      listerInscrits(tx, session.replace(/.*\//, '') as SessionId),
    )
    const ecran = `${session}/inscriptions/${i?.id}/etat`
    const devient = (champs: Readonly<Record<string, string>>) =>
      aller(ecran, { version: String(i?.version), vers: 'retracte', motif: 'lettre reçue', ...champs })
    await le('2026-11-20T09:00:00Z', async () => {
      expect((await aller(ecran)).texte).toContain('À temps jusqu’au 12 novembre 2026')
      expect((await devient({})).texte).toContain('dites le jour de son envoi')
      expect((await devient({ envoyeeLe: '13/11/2026' })).statut).toBe(409)
      expect((await devient({ envoyeeLe: '12/11/2026' })).statut).toBe(303)
      // C’est le contrat qui se défait : son dossier le dit, et le journal.
      expect((await aller(`${session}/dossiers/${dossier}`)).texte).toContain('rétracté le 12 novembre 2026')
      expect((await aller(session)).texte).toContain('1 sans suite')
      expect(await gestesDe(dossier)).toContain('retracter')
    })
  })

  it('se juge aux jours fériés du lieu, à l’écran de l’inscription comme à celui du dossier', async () => {
    // Signé à Fort-de-France le 8 mai 2026 : le quatorzième jour, le 22, y est férié, un vendredi. Le délai va au mardi, lundi de Pentecôte passé.
    const session = await uneSession('America/Martinique')
    const dossiers: string[] = []
    for (const nom of ['Cesaire', 'Glissant']) {
      const dossier = await ouvrir(session, particulier('Aimé', nom, 'distance'))
      await inscrire(session, dossier, `Marie ${nom} ${nom.toLowerCase()}@exemple.example`)
      dossiers.push(dossier)
    }
    const inscrits = await base.enTantQue(a.organisme, {}, (tx) =>
      listerInscrits(tx, session.replace(/.*\//, '') as SessionId),
    )
    const i = inscrits.find((x) => x.dossier === dossiers[0])
    const ecran = `${session}/inscriptions/${i?.id}/etat`
    await le('2026-05-26T15:00:00Z', async () => {
      for (const dossier of dossiers) expect((await signer(session, dossier, '08/05/2026')).statut).toBe(303)
      expect((await aller(ecran)).texte).toContain('À temps jusqu’au 26 mai 2026')
      const fait = await aller(ecran, { version: String(i?.version), vers: 'retracte', motif: 'lettre' })
      expect(fait.statut, fait.texte).toBe(303)
      expect((await retracter(session, dossiers[1] ?? '')).statut).toBe(303)
    })
  })
})

describe('un contrat dont le premier jour tombe dans le délai', () => {
  const manque = 'Début dans le délai de rétractation'
  it('se dit à la session avant et après la signature, jusqu’à la demande expresse ou la fin du délai', async () => {
    const session = await uneSession()
    const dossier = await ouvrir(session, particulier('Lise', 'Retard', 'distance'))
    const page = `${session}/dossiers/${dossier}`
    expect((await aller(session)).texte).not.toContain(manque)
    await le('2026-11-30T09:00:00Z', async () => {
      expect((await aller(session)).texte).toContain(
        'son délai de rétractation de 14 jours finirait le 14 décembre 2026',
      )
      await signer(session, dossier, '30/11/2026')
      const { texte } = await aller(session)
      expect(texte).toContain(manque)
      expect(texte).toMatch(
        /le 7 décembre 2026, tombe avant la fin du délai de rétractation de 14 jours, le 14 décembre/,
      )
      expect(texte).toContain('C. conso., art. L221-25')
      expect((await aller(page)).texte).toContain('Noter sa demande de commencer')
      const noter = (jour: string) => aller(page, { quoi: 'anticiper', jour })
      expect((await noter('')).statut).toBe(422)
      expect((await noter('01/12/2026')).texte).toContain('est à venir')
    })
    await le('2026-12-08T09:00:00Z', async () => {
      expect((await aller(page, { quoi: 'anticiper', jour: '08/12/2026' })).texte).toContain(
        'L’action avait commencé',
      )
      expect((await aller(page, { quoi: 'anticiper', jour: '04/12/2026' })).statut).toBe(303)
      expect((await aller(session)).texte).not.toContain(manque)
      expect((await aller(page)).texte).toContain('À sa demande expresse du 4 décembre 2026')
    })
  })
  it('constaté sur papier avec sa demande, ne manque de rien', async () => {
    const session = await uneSession()
    const dossier = await ouvrir(session, particulier('Lise', 'Retard', 'distance'))
    await le('2026-11-30T09:00:00Z', async () => {
      await signer(session, dossier, '30/11/2026', { anticipe: 'on' })
      expect((await aller(session)).texte).not.toContain(manque)
    })
  })
})
