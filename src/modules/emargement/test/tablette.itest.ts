/** Deux portes sur une case, et tout ce qui vient après la première écriture : sur la base, sous le rôle restreint. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { lireDemi } from '../db/lectures.ts'
import { emargementsDans, preparerInvitation } from '../db/registre.ecritures.ts'
import { verifierEnBase } from '../db/registre.ts'
import { lireEntree } from '../domain/lire-entree.ts'
import {
  annulerCase,
  cloreLaFeuille,
  contresignerLaSeance,
  corrigerEnAbsence,
  noterAbsence,
  noterMinutes,
  type Qui,
  regulariser,
  requalifierAbsence,
} from '../gestes/composer.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import { signerParLien } from '../gestes/par-lien.ts'
import { fermerTablettes, lireTablette, ouvrirTablette, signerSurTablette } from '../gestes/tablette.ts'
import { envoyerLien } from '../jobs/envoyer-lien.job.ts'
import {
  acces,
  clesDEssai,
  poserSessionDEssai,
  type ServicesDEssai,
  type SessionDEssai,
  servicesDe,
  type Voulu,
} from './session-d-essai.ts'

const base = await baseNeuve()
const depuis = { ip: '192.0.2.7', agent: 'essai' }
const envoi = () => crypto.randomUUID()
const apres = '2026-11-24T11:35:00Z'

const preparer = async (voulu: Voulu = {}) => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, voulu))
  const services = servicesDe(base, fil, '2026-11-24T08:05:00Z')
  const [seance] = fil.seances
  const [inscription] = fil.inscriptions
  if (!seance || !inscription) throw new Error('fil vide')
  const ou = { session: fil.session, seance }
  const qui: Qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const r = await ouvrirTablette(services, qui, ou)
  if (!r.ok) throw new Error(r.error.code)
  return { fil, services, ou, qui, inscription, jeton: r.value.jeton, case_: { ...ou, inscription } }
}
type Pret = Awaited<ReturnType<typeof preparer>>

const lienDe = async ({ fil, services, ou, inscription }: Pret): Promise<string> => {
  const v = await services.db.withTenant(acces, async (tx) => {
    const demi = await lireDemi(tx, ou.session, ou.seance)
    return demi && preparerInvitation(tx, demi, inscription, services.clock.now())
  })
  if (!v) throw new Error('invitation')
  await envoyerLien({ organisme: fil.organisme, invitation: v.id, envoi: v.envoi }, services)
  return /\/emargement\/([\w-]{43})/.exec(services.courrier.at(-1)?.texte ?? '')?.[1] ?? ''
}
const surTablette = (p: Pret, initiales = 'AP', cle = envoi(), services: ServicesDEssai = p.services) =>
  signerSurTablette(services, p.jeton, {
    inscription: p.inscription,
    initiales,
    envoi: cle,
    ...depuis,
  })
const entrees = async (fil: SessionDEssai) => {
  const { rows } = await base.maintenance((tx) =>
    sql<{
      contenu: string
    }>`select contenu from emargement.maillon where organisme_id = ${fil.organisme} order by numero`.execute(
      tx,
    ),
  )
  return rows.map((r) => {
    const lue = lireEntree(r.contenu)
    if (!lue.ok) throw new Error(lue.error.phrase)
    return lue.value
  })
}
const verdict = (fil: SessionDEssai) =>
  base.enTantQue(fil.organisme, {}, (tx) => verifierEnBase(tx, clesDEssai.publicKey))
const laCase = async (p: Pret, services: ServicesDEssai = p.services) =>
  (await lireFeuille(services, acces, p.ou))?.cases.find((c) => c.inscription === p.inscription)

describe('La tablette de la salle', () => {
  it('signe pour qui touche son nom ; l’entrée garde la porte, l’appareil et l’empreinte de la feuille', async () => {
    const p = await preparer()
    expect(await surTablette(p)).toMatchObject({
      etat: 'signe',
      signe: { doublon: false, recu: { numero: 1 } },
    })
    const [e] = await entrees(p.fil)
    expect(e).toMatchObject({
      genre: 'presence',
      porte: 'tablette',
      identification: 'initiales',
      attestation: true,
      etat: 'presente',
      appareil: { id: expect.any(String), rang: null, precedente: null },
      feuille: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect((await laCase(p))?.porte).toBe('tablette')
    expect(await verdict(p.fil)).toMatchObject({ ok: true, illisibles: 0 })
  })
  it('des initiales d’un autre ne signent rien', async () => {
    const p = await preparer()
    expect(await surTablette(p, 'LF')).toMatchObject({ etat: 'refus', refus: { code: 'initiales' } })
    expect(await entrees(p.fil)).toHaveLength(0)
  })
  it('un même envoi rejoué vingt fois au même instant rend un seul reçu', async () => {
    const p = await preparer()
    const cle = envoi()
    const issues = await Promise.all(Array.from({ length: 20 }, () => surTablette(p, 'AP', cle)))
    const recus = issues.map((i) =>
      i.etat === 'signe' ? `${i.signe.recu.numero} ${i.signe.recu.empreinte}` : i.etat,
    )
    expect(new Set(recus).size).toBe(1)
    expect(await entrees(p.fil)).toHaveLength(1)
  })
  it('le lien et la tablette au même instant : une signature, et la seconde gardée, dite doublon', async () => {
    for (let i = 0; i < 6; i++) {
      const p = await preparer({ stagiaires: 1 })
      const lien = await lienDe(p)
      const [a, b] = await Promise.all([surTablette(p), signerParLien(p.services, lien, depuis)])
      if (a.etat !== 'signe' || b.etat !== 'signe') throw new Error(`${a.etat} ${b.etat}`)
      expect([a.signe.doublon, b.signe.doublon].filter(Boolean)).toHaveLength(1)
      const ecrites = await entrees(p.fil)
      expect(ecrites.map((e) => [e.genre, e.doublon, e.vise])).toEqual([
        ['presence', false, []],
        ['presence', true, [1]],
      ])
      expect(await laCase(p)).toMatchObject({ presence: { etat: 'signee' }, regularisee: false })
      expect((await lireFeuille(p.services, acces, p.ou))?.doublons.get(p.inscription)).toBe(1)
      expect(await verdict(p.fil)).toMatchObject({ ok: true })
    }
  })
  it('fermée, ou inconnue, elle n’ouvre plus rien ; ce qui est signé reste', async () => {
    const p = await preparer()
    await surTablette(p)
    expect(await fermerTablettes(p.services, p.qui, p.ou)).toEqual({ ok: true, value: 1 })
    expect(await lireTablette(p.services, p.jeton)).toBeUndefined()
    expect(await surTablette(p)).toEqual({ etat: 'mort' })
    expect(await lireTablette(p.services, 'A'.repeat(43))).toBeUndefined()
    expect((await laCase(p))?.presence.etat).toBe('signee')
  })
  it('ne s’ouvre ni la veille, ni après la fenêtre, ni par un autre que le formateur', async () => {
    const p = await preparer()
    const ouvrir = (quand: string, qui: Qui = p.qui) => ouvrirTablette(p.services.a(quand), qui, p.ou)
    expect(await ouvrir('2026-11-23T12:00:00Z')).toMatchObject({ error: { code: 'trop-tot' } })
    expect(await ouvrir('2026-11-24T13:31:00Z')).toMatchObject({ error: { code: 'fenetre-fermee' } })
    const autre = { ...p.qui, id: '0190a000-0000-7000-8000-000000000099' as Qui['id'], supplee: true }
    expect(await ouvrir('2026-11-24T08:00:00Z', autre)).toMatchObject({ error: { code: 'pas-le-formateur' } })
  })
  it('ne voit que son organisme, et aucune personne n’y est établie', async () => {
    const [p, voisin] = [await preparer(), await preparer()]
    const vus = await p.services.db.withTenant({ genre: 'tablette', jeton: p.jeton }, async (tx, tenant) => {
      const { rows } = await sql<{ n: number }>`select count(*)::int4 as n from emargement.tablette`.execute(
        tx,
      )
      return { n: rows[0]?.n, personne: tenant.personne, organisme: tenant.organisme }
    })
    expect(vus).toEqual({ n: 1, personne: null, organisme: p.fil.organisme })
    expect(
      await signerSurTablette(p.services, p.jeton, {
        inscription: voisin.inscription,
        initiales: 'AP',
        envoi: envoi(),
        ...depuis,
      }),
    ).toEqual({ etat: 'mort' })
  })
})

describe('Après la première écriture', () => {
  it('retard, correction, annulation, nouvelle signature : chaque pas s’ajoute et vise le précédent', async () => {
    const p = await preparer({ stagiaires: 1 })
    await surTablette(p)
    expect(
      await noterMinutes(p.services, p.qui, { ...p.case_, retard: 25, depart: 5, motif: '' }),
    ).toMatchObject({
      value: { numero: 2 },
    })
    expect(await laCase(p)).toMatchObject({
      minutes: { retard: 25, depart: 5 },
      regularisee: false,
      porte: 'tablette',
    })
    expect(
      await annulerCase(p.services, p.qui, { ...p.case_, motif: 'Signée sur la ligne d’une autre' }),
    ).toMatchObject({ value: { numero: 3 } })
    expect((await laCase(p))?.presence.etat).toBe('attendue')
    // Annulée, la case se signe de nouveau ; le lien ou la tablette, peu importe.
    expect(await surTablette(p)).toMatchObject({ etat: 'signe', signe: { doublon: false } })
    expect(await laCase(p)).toMatchObject({ presence: { etat: 'signee' }, minutes: { retard: 0, depart: 0 } })
    expect((await entrees(p.fil)).map((e) => [e.genre, e.etat, e.vise])).toEqual([
      ['presence', 'presente', []],
      ['retard', 'presente', [1]],
      ['annulation', 'attendue', [2]],
      ['presence', 'presente', []],
    ])
  })
  it('une absence notée à tort, un justificatif, une présence corrigée : rien n’est effacé', async () => {
    const p = await preparer({ stagiaires: 1 })
    const s = p.services.a(apres)
    await noterAbsence(p.services, p.qui, { ...p.case_, motif: 'inconnu' })
    expect(await requalifierAbsence(s, p.qui, { ...p.case_, absence: 'justificatif-remis' })).toMatchObject({
      ok: true,
    })
    expect(await laCase(p)).toMatchObject({ absence: 'justificatif-remis', justifiee: true })
    expect(
      await regulariser(s, p.qui, {
        ...p.case_,
        motif: 'Absence notée sur la mauvaise ligne',
        minutes: { retard: 0, depart: 30 },
      }),
    ).toMatchObject({ ok: true })
    expect(await laCase(p)).toMatchObject({
      presence: { etat: 'signee' },
      regularisee: true,
      minutes: { retard: 0, depart: 30 },
      motif: 'Absence notée sur la mauvaise ligne',
    })
    await cloreLaFeuille(s, p.qui, { ...p.ou, ...depuis })
    expect(
      await corrigerEnAbsence(s, p.qui, { ...p.case_, motif: 'Confondue avec sa sœur', absence: 'inconnu' }),
    ).toMatchObject({ ok: true })
    expect(await laCase(p)).toMatchObject({
      presence: { etat: 'absente' },
      absence: 'inconnu',
      justifiee: false,
    })
    const genres = (await entrees(p.fil)).map((e) => e.genre)
    expect(genres).toEqual([
      'absence',
      'correction',
      'correction',
      'contresignature',
      'cloture',
      'correction',
    ])
    expect(await verdict(p.fil)).toMatchObject({ ok: true, jalons: 1, illisibles: 0 })
  })
  it('le motif d’une absence n’est pas dans la chaîne : un engagement, et sa part à côté', async () => {
    const p = await preparer({ stagiaires: 1 })
    await noterAbsence(p.services, p.qui, { ...p.case_, motif: 'transport' })
    const { rows } = await base.maintenance((tx) =>
      sql<{ c: string; v: string }>`select m.contenu as c, v.contenu as v from emargement.maillon m
        join emargement.prive v on v.organisme_id = m.organisme_id and v.maillon_id = m.id and v.part = 'motif'
        where m.organisme_id = ${p.fil.organisme}`.execute(tx),
    )
    expect(rows[0]?.c).not.toContain('transport')
    expect(rows[0]?.v).toContain('transport')
  })
  it('vingt rectifications simultanées de la même case : une seule écrit, les autres le disent', async () => {
    const p = await preparer({ stagiaires: 1 })
    await surTablette(p)
    const issues = await Promise.all(
      Array.from({ length: 20 }, () =>
        noterMinutes(p.services, p.qui, { ...p.case_, retard: 10, depart: 0, motif: '' }),
      ),
    )
    expect(issues.filter((i) => i.ok)).toHaveLength(1)
    expect(new Set(issues.flatMap((i) => (i.ok ? [] : [i.error.code])))).toEqual(new Set(['deja-ainsi']))
  })
  it.each(['rectification', 'contresignature'])(
    'la preuve « %s » ne se change ni ne s’efface',
    async (table) => {
      const p = await preparer()
      const nom = sql.raw(`emargement.${table}`)
      for (const geste of [sql`delete from ${nom}`, sql`update ${nom} set organisme_id = organisme_id`])
        expect(await codeSql(() => base.enTantQue(p.fil.organisme, {}, (tx) => geste.execute(tx)))).toBe(
          '42501',
        )
    },
  )
})

describe('La contresignature', () => {
  it('précède la clôture, ou en fait partie ; une par personne ; elle vise l’entrée de chaque case', async () => {
    const p = await preparer({ stagiaires: 1 })
    await surTablette(p)
    const s = p.services.a(apres)
    expect(await contresignerLaSeance(p.services, p.qui, { ...p.ou, ...depuis })).toMatchObject({
      error: { code: 'seance-non-finie' },
    })
    expect(await contresignerLaSeance(s, p.qui, { ...p.ou, ...depuis })).toMatchObject({
      value: { numero: 2 },
    })
    expect(await contresignerLaSeance(s, p.qui, { ...p.ou, ...depuis })).toMatchObject({
      error: { code: 'deja-contresignee' },
    })
    expect(await cloreLaFeuille(s, p.qui, { ...p.ou, ...depuis })).toMatchObject({
      value: { recu: { numero: 3 } },
    })
    const ecrites = await entrees(p.fil)
    expect(ecrites.map((e) => [e.genre, e.vise])).toEqual([
      ['presence', []],
      ['contresignature', [1]],
      ['cloture', []],
    ])
    expect((await lireFeuille(s, acces, p.ou))?.contresignatures).toMatchObject([
      { nom: 'Tom Okafor', suppleance: false },
    ])
  })
  it('sans compte de formateur, qui prépare la session supplée, et cela se lit ; un autre, jamais', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 1, formateur: null }))
    const s = servicesDe(base, fil, apres)
    const [seance] = fil.seances
    const [inscription] = fil.inscriptions
    if (!seance || !inscription) throw new Error('fil vide')
    const ou = { session: fil.session, seance }
    const sans: Qui = { acces, id: fil.personne, nom: 'Léa Pin' }
    expect(await noterAbsence(s, sans, { ...ou, inscription, motif: 'inconnu' })).toMatchObject({
      error: { code: 'pas-le-formateur' },
    })
    const qui: Qui = { ...sans, supplee: true }
    expect(await noterAbsence(s, qui, { ...ou, inscription, motif: 'inconnu' })).toMatchObject({ ok: true })
    expect(await cloreLaFeuille(s, qui, { ...ou, ...depuis })).toMatchObject({ ok: true })
    expect((await lireFeuille(s, acces, ou))?.contresignatures).toMatchObject([
      { nom: 'Léa Pin', suppleance: true },
    ])
  })
  it('confiée la veille à une personne sans compte, qui prépare la session la tient : qui répond de la session n’est pas là', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 1 }))
    const s = servicesDe(base, fil, apres)
    const [seance] = fil.seances
    const [inscription] = fil.inscriptions
    if (!seance || !inscription) throw new Error('fil vide')
    const qui: Qui = { acces, id: crypto.randomUUID() as Qui['id'], nom: 'Léa Pin', supplee: true }
    const noter = () => noterAbsence(s, qui, { session: fil.session, seance, inscription, motif: 'inconnu' })
    expect(await noter()).toMatchObject({ error: { code: 'pas-le-formateur' } })
    const fiche = crypto.randomUUID()
    await base.maintenance(async (tx) => {
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${fil.organisme}, ${fiche}, ${fil.activite}, 'Inès', 'Carvalho', 'carvalho ines', now())`.execute(
        tx,
      )
      await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, minutes)
        values (${fil.organisme}, ${crypto.randomUUID()}, ${fil.activite}, ${seance}, ${fiche}, 210)`.execute(
        tx,
      )
    })
    expect(await noter()).toMatchObject({ ok: true })
  })
  it('en co-animation, chacun la sienne : la feuille ne se clôt qu’ensuite', async () => {
    const p = await preparer({ stagiaires: 1 })
    await surTablette(p)
    const second = crypto.randomUUID() as Qui['id']
    await base.maintenance(async (tx) => {
      for (const [compte, nom] of [
        [p.fil.personne, 'Okafor'],
        [second, 'Morvan'],
      ]) {
        const fiche = crypto.randomUUID()
        await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
          values (${p.fil.organisme}, ${fiche}, ${p.fil.activite}, 'Tom', ${nom}, 'x', now())`.execute(tx)
        await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes, cle)
          values (${p.fil.organisme}, ${crypto.randomUUID()}, ${p.fil.activite}, ${p.ou.seance}, ${fiche}, ${compte}, 210, ${fiche})`.execute(
          tx,
        )
      }
    })
    const s = p.services.a(apres)
    expect(await cloreLaFeuille(s, p.qui, { ...p.ou, ...depuis })).toMatchObject({
      error: { code: 'contresignature-manquante' },
    })
    const autre: Qui = { acces, id: second, nom: 'Inès Morvan' }
    // Une base où c’est l’autre qui est connectée : la contresignature porte le nom que le sceau établit.
    const chezElle = servicesDe(base, { ...p.fil, personne: second }, apres)
    expect(await contresignerLaSeance(chezElle, autre, { ...p.ou, ...depuis })).toMatchObject({ ok: true })
    expect(await cloreLaFeuille(s, p.qui, { ...p.ou, ...depuis })).toMatchObject({ ok: true })
    expect((await lireFeuille(s, acces, p.ou))?.contresignatures.map((c) => c.nom).sort()).toEqual([
      'Inès Morvan',
      'Tom Okafor',
    ])
  })
  it('le nom d’un autre ne se contresigne pas : la base le refuse', async () => {
    const p = await preparer({ stagiaires: 1 })
    const essai = base.enTantQue(p.fil.organisme, { personne: p.fil.personne }, async (tx) => {
      const demi = await lireDemi(tx, p.ou.session, p.ou.seance)
      if (!demi) throw new Error('demi')
      const e = emargementsDans(tx, demi, clesDEssai)
      const maillon = e.nouveauMaillon(new Date())
      await sql`insert into emargement.contresignature (activite_id, seance_id, par, maillon_id, signee_le)
        values (${demi.activite}::uuid, ${demi.seance.id}::uuid, ${p.inscription}::uuid, ${maillon}::uuid, now())`.execute(
        tx,
      )
    })
    expect(await codeSql(() => essai)).toBe('42501')
  })
})
