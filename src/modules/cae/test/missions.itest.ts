// Long parce que les pages, le mur et la base forcée se lisent d’un même monde : deux fichiers coûteraient chacun leur base.
/** Les missions entre enseignes : les pages, le mur des deux enseignes, et la base forcée sous le rôle de l’application. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ajouterJours } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { derive, type MaintenanceTx, newId } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { poserIntervenant, poserOffre, poserSession } from '../../sessions/test/poser.ts'
import { sessionCae } from '../contributions/session.tsx'
import { ajouterMission, avancerMission, type MissionDemandee } from '../db/missions.ecritures.ts'
import { ecrituresInternes, lireMission, listerMissions } from '../db/missions.ts'
import type { Constat, Cote, EtatMission, MissionId } from '../domain/missions.ts'
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
    capucine: { roles: ['formateur'], portee: [point] },
    clientele: { roles: ['commercial'], portee: [navette] },
    yann: { roles: ['equipe-appui'] },
    claire: { roles: ['responsable'] },
    compta: { roles: ['comptable'] },
    dehors: { roles: ['formateur'], chez: 'scop' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, salome, maelys, tristan, capucine, clientele, yann, claire, compta, dehors } = m
const { organisme } = m.coops.tisserands
const portees = new Map<Connectee, readonly ActiviteId[] | '*'>([
  [salome, [navette]],
  [maelys, [navette]],
  [tristan, [ourlet]],
  [capucine, [point]],
  [clientele, [navette]],
  [yann, '*'],
  [claire, '*'],
])
const en = <T>(qui: Connectee, faire: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(organisme, { personne: qui.personne, portee: portees.get(qui) ?? '*' }, faire)
const iso = (dans: number) => ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), dans)
const jour = (dans: number) => iso(dans).split('-').reverse().join('/')

const session = await base.maintenance(async (tx) => {
  const chez = { organisme, activite: navette }
  return (await poserSession(tx, { ...chez, offre: await poserOffre(tx, chez) })).session
})
const fiche = await base.maintenance((tx) =>
  poserIntervenant(tx, { organisme, activite: ourlet }, [], { prenom: 'Tristan', nom: 'Le Meur' }),
)

const demander = (qui: Connectee, autres: Record<string, string> = {}) =>
  qui.aller('/entre-enseignes/demander', {
    genre: 'mission',
    cadre: '',
    cote: 'acheteuse',
    mienne: '',
    autre: ourlet,
    objet: 'Publier un recueil en ligne',
    session: '',
    cle: 'jours',
    tarif: '640',
    taux: '',
    du: jour(-2),
    au: jour(-1),
    ...autres,
  })
const idDe = (vers: string | null | undefined) => (vers ?? '').split('/').at(-1) as MissionId
const nee = async (qui: Connectee, autres: Record<string, string> = {}) =>
  idDe((await demander(qui, autres)).vers)
/** Une mission demandée par SQL, sous le rôle de l’application. */
const poser = async (qui: Connectee, autres: Partial<MissionDemandee> = {}): Promise<MissionId> => {
  const id = newId<'Mission'>()
  const fait = await en(qui, (tx) =>
    ajouterMission(
      tx,
      {
        id,
        genre: 'mission',
        acheteuse: navette,
        vendeuse: ourlet,
        cote: 'acheteuse',
        objet: 'Essai',
        cle: 'forfait',
        tarif: 40_000,
        taux: null,
        du: iso(-2),
        au: iso(-1),
        ...autres,
      },
      new Date(),
    ),
  )
  if (!fait.ok) throw new Error(fait.error.code)
  return id
}
const pousser = (
  qui: Connectee,
  id: MissionId,
  de: EtatMission,
  vers: EtatMission,
  constat?: Constat & { readonly cote: Cote },
) =>
  en(qui, (tx) =>
    avancerMission(tx, id, { de, vers, le: new Date(), motif: 'un motif', ...(constat ? { constat } : {}) }),
  )
const septHeures = { minutes: 420, demiJournees: 2, base: 100_000 }
const confirmee = async (autres: Partial<MissionDemandee> = {}) => {
  const id = await poser(salome, autres)
  await pousser(tristan, id, 'demandee', 'accordee')
  await pousser(tristan, id, 'accordee', 'constatee', { ...septHeures, cote: 'vendeuse' })
  await pousser(salome, id, 'constatee', 'confirmee')
  return id
}
const lire = (qui: Connectee, id: MissionId) => en(qui, (tx) => lireMission(tx, id, new Date()))

describe('une mission', () => {
  it('se demande, s’accorde, se constate et se confirme : une écriture de chaque côté, de somme nulle', async () => {
    const r = await demander(salome, { session })
    expect(r.statut).toBe(303)
    const id = idDe(r.vers)
    const ici = `/entre-enseignes/${id}`
    // Celle qui demande ne s’accorde rien, et rien ne se constate avant l’accord.
    expect((await salome.aller(`${ici}/accorder`, { intervenant: '' })).statut).toBe(409)
    expect((await tristan.aller('/entre-enseignes')).texte).toContain('À vous')
    const vue = await tristan.aller(ici)
    expect(vue.texte).toContain('640,00 € par jour')
    expect(vue.texte).toContain('Tristan Le Meur')
    expect((await tristan.aller(`${ici}/accorder`, { intervenant: fiche })).statut).toBe(303)
    // La fiche est à Ourlet numérique : La Navette n’en lit que le nom.
    expect((await salome.aller(ici)).texte).toContain('Ourlet numérique, Tristan Le Meur')
    expect(
      (await en(salome, (tx) => sql`select from tiers.personne where id = ${fiche}`.execute(tx))).rows,
    ).toEqual([])
    expect((await tristan.aller(`${ici}/constater`, { heures: '7 h', demiJournees: '' })).texte).toContain(
      'Dites combien de demi-journées',
    )
    expect((await tristan.aller(`${ici}/constater`, { heures: '7 h', demiJournees: '2' })).statut).toBe(303)
    // Qui constate ne confirme pas ; l’autre conteste, avec un motif, puis confirme.
    expect((await tristan.aller(`${ici}/confirmer`, {})).statut).toBe(409)
    expect((await salome.aller(`${ici}/contester`, { motif: '' })).statut).toBe(422)
    expect((await salome.aller(`${ici}/contester`, { motif: 'Une demi-journée seulement.' })).statut).toBe(
      303,
    )
    expect((await tristan.aller(ici)).texte).toContain('Une demi-journée seulement.')
    expect((await tristan.aller(`${ici}/constater`, { heures: '3 h 30', demiJournees: '1' })).statut).toBe(
      303,
    )
    // Un double envoi confirme une fois, et se lit deux fois comme fait ; de même, renvoyé plus tard.
    const envois = await Promise.all([1, 2].map(() => salome.aller(`${ici}/confirmer`, {})))
    expect(envois.map((e) => e.statut)).toEqual([303, 303])
    expect((await salome.aller(`${ici}/confirmer`, {})).statut).toBe(303)
    expect((await tristan.aller(`${ici}/constater`, { heures: '7 h', demiJournees: '2' })).statut).toBe(409)
    const { rows: notes } = await base.maintenance((tx) =>
      sql`select from journal.geste where objet_id = ${id}::uuid and geste = 'confirmer-mission'`.execute(tx),
    )
    expect(notes.length).toBe(1)
    const [une, deux] = await Promise.all([
      en(salome, (tx) => ecrituresInternes(tx)),
      en(tristan, (tx) => ecrituresInternes(tx)),
    ])
    expect([une.map((e) => e.montant), deux.map((e) => e.montant)]).toEqual([[-32_000], [32_000]])
    const csv = (await salome.aller('/entre-enseignes.csv')).texte
    expect(csv).toContain('La Navette;Ourlet numérique;Publier un recueil en ligne;-320,00')
    expect(csv).not.toContain('+')
    expect((await salome.aller('/entre-enseignes')).texte).toContain('−320,00 €')
    expect((await tristan.aller('/entre-enseignes')).texte).toContain('+320,00 €')
    // Une écriture, pas une facture : ni taux, ni taxe, des deux côtés.
    expect((await salome.aller(ici)).texte).toContain('ni TVA')
    const { rows: factures } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select (select count(*) from facturation.facture)::int4 + (select count(*) from facturation.projet)::int4 as n`.execute(
        tx,
      ),
    )
    expect(factures[0]?.n).toBe(0)
    for (const e of [...une, ...deux])
      expect(Object.keys(e).filter((champ) => /taux|tva|ttc/i.test(champ))).toEqual([])
    // La session montre la coordination : qui, quand, l’accord.
    const qui = unVisiteur({
      cae: true,
      organisme: { id: organisme, code: 'c', nom: 'n' },
      roles: ['formateur'],
    })
    const section = await en(salome, async (tx) =>
      String(await sessionCae.section?.(tx, session, qui, new Date())),
    )
    expect(section).toContain('Tristan Le Meur')
    expect(section).toContain('confirmée')
  })

  it('n’existe pas pour une autre enseigne, ni pour qui n’a aucun droit ; hors d’une CAE, pas de page', async () => {
    const id = await nee(salome)
    const ici = `/entre-enseignes/${id}`
    expect((await capucine.aller(ici)).statut).toBe(404)
    expect((await capucine.aller(`${ici}/accorder`, { intervenant: '' })).statut).toBe(404)
    expect(await en(capucine, (tx) => listerMissions(tx, new Date()))).toEqual([])
    expect((await capucine.aller('/entre-enseignes.csv')).texte).not.toContain('Navette')
    expect(
      await en(capucine, (tx) =>
        sql<{ nom: string | null }>`select porte.intervenant_de(${id}::uuid) as nom`.execute(tx),
      ).then((r) => r.rows),
    ).toEqual([{ nom: null }])
    for (const adresse of ['/entre-enseignes', '/entre-enseignes/demander', '/entre-enseignes.csv', ici])
      expect((await clientele.aller(adresse)).statut, adresse).toBe(403)
    expect((await demander(clientele)).statut).toBe(403)
    await expect(poser(clientele)).rejects.toThrow('pas')
    await expect(poser(capucine)).rejects.toThrow('pas')
    expect([
      (await dehors.aller('/entre-enseignes')).statut,
      (await dehors.aller('/entre-enseignes/demander')).statut,
      (await dehors.aller(ici)).statut,
    ]).toEqual([403, 404, 404])
    expect((await salome.aller(`/entre-enseignes/${newId()}`)).statut).toBe(404)
  })

  it('refuse d’une phrase la session d’une autre enseigne, la sienne pour l’autre, une clé sans prix, un jour d’avant', async () => {
    expect((await demander(tristan, { session, autre: point })).texte).toContain(
      'n’est pas celle de l’enseigne',
    )
    expect((await demander(salome, { autre: navette })).texte).toContain('Choisissez l’autre enseigne')
    // Tout ce qui manque, d’un coup.
    const nue = (await demander(salome, { autre: '', cle: '', tarif: '' })).texte
    for (const manque of ['Choisissez l’autre enseigne', 'comment la mission se compte', 'Écrivez le prix'])
      expect(nue).toContain(manque)
    expect((await demander(salome, { tarif: '' })).texte).toContain('Écrivez le prix')
    expect((await demander(salome, { cle: 'pourcent', taux: '120' })).texte).toContain(
      'Elle va de 0,01 à 100',
    )
    // Une réponse à reprendre se dit sous son champ, non comme un état qui empêche.
    expect(await demander(salome, { du: jour(2), au: jour(1) })).toMatchObject({
      statut: 422,
      texte: expect.stringContaining('vient avant le premier'),
    })
    // Dans dix ans : l’année est une faute de frappe, sous chaque date, avec le reste ; la base la refuse aussi.
    const loin = await demander(salome, { du: jour(3650), au: jour(3650), tarif: '' })
    expect([loin.statut, loin.texte.match(/Au plus tard le/g)?.length]).toEqual([422, 4])
    expect(loin.texte).toContain('Écrivez le prix')
    expect((await demander(salome, { au: jour(3650) })).texte).toContain('Au plus tard le')
    expect((await demander(salome, { genre: 'cadre', du: jour(3650), au: '' })).texte).toContain(
      'Au plus tard le',
    )
    expect((await demander(salome, { genre: 'cadre', au: jour(3650) })).statut).toBe(303)
    await expect(poser(salome, { du: iso(3650), au: iso(3650) })).rejects.toThrow('mission_avance')
    const aVenir = await nee(salome, { du: jour(3), au: jour(3) })
    await tristan.aller(`/entre-enseignes/${aVenir}/accorder`, { intervenant: '' })
    expect((await lire(tristan, aVenir))?.pas).toEqual(['annulee'])
  })

  it('ne s’écrit ni de l’autre côté, ni d’avance, ni deux fois, même en SQL', async () => {
    const champ = (suite: string) =>
      codeSql(() =>
        en(salome, (tx) =>
          sql`update cae.mission set ${sql.raw(suite)} where vendeuse_id = ${ourlet}::uuid`.execute(tx),
        ),
      )
    const id = await poser(salome)
    expect(await champ("etat = 'confirmee'")).toBe('42501')
    expect(await champ('demandee_par = app.personne()')).toBe('42501')
    expect(await champ('tarif_centimes = 1')).toBe('42501')
    expect(
      await codeSql(() =>
        en(salome, (tx) => sql`delete from cae.mission where id = ${id}::uuid`.execute(tx)),
      ),
    ).toBe('42501')
    await pousser(tristan, id, 'demandee', 'accordee')
    // Qui confirme ne change pas ce qui fut constaté.
    await pousser(tristan, id, 'accordee', 'constatee', { ...septHeures, cote: 'vendeuse' })
    await en(salome, (tx) =>
      sql`update cae.mission set etat = 'confirmee', minutes = 1 where id = ${id}::uuid`.execute(tx),
    )
    expect((await lire(salome, id))?.minutes).toBe(420)
    expect((await lire(salome, id))?.pas).toEqual([])
  })

  it('n’envoie qu’une personne de l’enseigne qui intervient, que dit cette enseigne', async () => {
    const etrangere = await base.maintenance((tx) =>
      poserIntervenant(tx, { organisme, activite: point }, [], { prenom: 'Capucine', nom: 'Roy' }),
    )
    const id = await nee(salome)
    const ici = `/entre-enseignes/${id}`
    expect((await yann.aller(ici)).texte).not.toContain('Capucine Roy')
    expect((await yann.aller(`${ici}/accorder`, { intervenant: etrangere })).texte).toContain(
      'Choisissez une personne de l’enseigne qui intervient',
    )
    const dire = (qui: Connectee, personne: string) =>
      codeSql(() =>
        en(qui, (tx) =>
          sql`update cae.mission set etat = 'accordee', intervenant_id = ${personne}::uuid, repondue_le = now() where id = ${id}::uuid`.execute(
            tx,
          ),
        ),
      )
    expect([await dire(tristan, etrangere), await dire(yann, etrangere)]).toEqual(['23514', '23514'])
    // Celle qui demande ne choisit pas qui vient.
    await expect(poser(salome, { intervenant: fiche as never })).rejects.toThrow('mission_intervenant')
    expect(await dire(tristan, fiche)).toBeUndefined()
  })

  it('ne se constate ni à zéro heure, ni à zéro euro, ni sans ce que demande sa clé : une phrase, jamais une panne', async () => {
    expect((await demander(salome, { tarif: '0' })).texte).toContain('Écrivez un montant au-dessus de zéro')
    const id = await nee(salome)
    const ici = `/entre-enseignes/${id}`
    await pousser(tristan, id, 'demandee', 'accordee')
    expect((await tristan.aller(`${ici}/constater`, { heures: '0', demiJournees: '1' })).statut).toBe(422)
    const forcer = async (constat: Constat) => {
      const r = await pousser(tristan, id, 'accordee', 'constatee', { ...constat, cote: 'vendeuse' })
      return r.ok ? r.value : r.error.code
    }
    expect([
      await forcer({ minutes: 420, demiJournees: null, base: null }),
      await forcer({ minutes: 0, demiJournees: 1, base: null }),
    ]).toEqual(['mission_constat', 'mission_constat'])
    // La part d’un montant si petit qu’elle vaut zéro centime n’est pas un bon.
    const part = await poser(salome, { cle: 'pourcent', tarif: null, taux: 1 })
    await pousser(tristan, part, 'demandee', 'accordee')
    expect(
      (await salome.aller(`/entre-enseignes/${part}/constater`, { heures: '1 h', base: '0,01' })).texte,
    ).toContain('le montant s’arrondit à zéro')
  })

  it('la comptabilité lit un bon, et ne le rectifie pas', async () => {
    const id = await confirmee()
    expect((await salome.aller(`/entre-enseignes/${id}`)).texte).toContain('Rectifier ce bon')
    const { statut, texte } = await compta.aller(`/entre-enseignes/${id}`)
    expect([statut, texte.includes('Rectifier ce bon')]).toEqual([200, false])
  })

  it('l’équipe d’appui demande pour une enseigne ; une autre personne répond', async () => {
    const id = await nee(yann, { mienne: navette })
    expect((await lire(yann, id))?.pas).toEqual(['retiree'])
    expect((await lire(claire, id))?.pas).toEqual(['accordee', 'refusee', 'retiree'])
    expect(
      (await claire.aller(`/entre-enseignes/${id}/refuser`, { motif: 'Pas cette semaine.' })).statut,
    ).toBe(303)
    expect((await salome.aller(`/entre-enseignes/${id}`)).texte).toContain('Pas cette semaine.')
  })
})

describe('un cadre', () => {
  it('vaut accord pour ce qui le suit, et rien d’autre ; on y met fin avec un motif', async () => {
    const cadre = await nee(salome, { genre: 'cadre', au: '' })
    expect((await demander(salome, { cadre })).texte).toContain('Ce cadre n’est plus en vigueur')
    await tristan.aller(`/entre-enseignes/${cadre}/accorder`, {})
    const faite = await demander(tristan, { cadre, autre: '', du: jour(0), au: '' })
    const sous = idDe(faite.vers)
    expect((await tristan.aller(faite.vers ?? '')).texte).not.toContain('La demande est partie')
    expect(await lire(salome, sous)).toMatchObject({
      etat: 'accordee',
      tarif: 64_000,
      cadre,
      reponduLe: null,
    })
    const tenter = (autres: Partial<MissionDemandee>) =>
      poser(salome, { cadre, cle: 'jours', tarif: 64_000, du: iso(0), au: iso(0), ...autres }).catch(
        (e: Error) => e.message,
      )
    expect(await tenter({ tarif: 64_001 })).toBe('mission_cadre')
    expect(await tenter({ du: iso(-9), au: iso(-9) })).toBe('mission_cadre')
    expect(await tenter({ vendeuse: point })).toBe('mission_cadre')
    expect((await lire(salome, cadre))?.pas).toEqual(['annulee'])
    await salome.aller(`/entre-enseignes/${cadre}/annuler`, { motif: 'Nous changeons de tarif.' })
    expect(await tenter({})).toBe('mission_cadre')
    expect((await lire(salome, sous))?.etat).toBe('accordee')
  })

  it('laisse une marque commune reventiler : un bon par membre, tous ou aucun', async () => {
    const part = async (vendeuse: ActiviteId, membre: Connectee, taux: number) => {
      const id = await poser(salome, {
        genre: 'cadre',
        vendeuse,
        cle: 'pourcent',
        tarif: null,
        taux,
        au: null,
      })
      await pousser(membre, id, 'demandee', 'accordee')
      return id
    }
    const [a, b] = [await part(ourlet, tristan, 3333), await part(point, capucine, 6667)]
    const repartir = (autres: Record<string, string> = {}) =>
      salome.aller('/entre-enseignes/repartir', {
        collective: navette,
        objet: 'Festival du livre',
        base: '1 000,01',
        heures: '14 h',
        jour: jour(0),
        ...autres,
      })
    expect((await salome.aller('/entre-enseignes/repartir')).texte).toContain('66,67 %')
    expect((await tristan.aller('/entre-enseignes/repartir')).statut).toBe(404)
    // Un jour qui n’est pas venu ne se répartit pas ; zéro euro non plus.
    expect((await repartir({ jour: jour(1) })).texte).toContain('Ce jour n’est pas venu')
    expect((await repartir({ base: '0' })).statut).toBe(422)
    // Une part qui s’arrondit à zéro : c’est le montant qui est à reprendre, non les heures.
    expect(await repartir({ base: '0,01' })).toMatchObject({
      statut: 422,
      texte: expect.stringContaining('s’arrondit à zéro : écrivez un montant plus grand'),
    })
    expect((await repartir()).statut).toBe(303)
    const bons = async (cadre: MissionId) =>
      (await en(yann, (tx) => listerMissions(tx, new Date()))).filter((x) => x.cadre === cadre)
    expect([
      (await bons(a)).map((x) => [x.etat, x.montant]),
      (await bons(b)).map((x) => [x.etat, x.montant]),
    ]).toEqual([[['constatee', 33_330]], [['constatee', 66_671]]])
    // Un double envoi ne répartit qu’une fois ; le même formulaire, corrigé après coup, ne passe pas pour un second.
    const _jeton = newId()
    const deux = await Promise.all([repartir({ _jeton }), repartir({ _jeton })])
    expect(deux.map((r) => r.statut)).toEqual([303, 303])
    expect([(await bons(a)).length, (await bons(b)).length]).toEqual([2, 2])
    for (const autres of [{ heures: '15 h' }, { base: '900' }, { objet: 'Autre chose' }] as const) {
      const r = await repartir({ _jeton, ...autres })
      expect([r.statut, r.texte], JSON.stringify(autres)).toEqual([
        409,
        expect.stringMatching(/attend sa confirmation \(14 h, sur 1 000,01 €/),
      ])
    }
    // Contesté, puis annulé : renvoyer le formulaire n’y change rien, et l’écran dit où en est le bon.
    const bon = derive<'Mission'>(_jeton, a, 0)
    await pousser(tristan, bon, 'constatee', 'accordee')
    expect(await repartir({ _jeton })).toMatchObject({
      statut: 409,
      texte: expect.stringContaining('« Ourlet numérique » est contesté'),
    })
    expect((await lire(salome, bon))?.etat).toBe('accordee')
    await pousser(salome, bon, 'accordee', 'annulee')
    const annulee = await repartir({ _jeton })
    expect(annulee.texte).toContain('« Ourlet numérique » est annulé')
    expect(annulee.texte).not.toContain('0,00 €')
    expect((await bons(a)).length).toBe(2)
    // Rien au-delà du tout ne se promet, aucun jour, d’où que cela vienne ; deux à la fois s’attendent.
    const promettre = (qui: Connectee, taux: number, du: string, au: string | null) =>
      poser(qui, {
        genre: 'cadre',
        vendeuse: ourlet,
        cle: 'pourcent',
        tarif: null,
        taux,
        du,
        au,
        cote: qui === tristan ? 'vendeuse' : 'acheteuse',
      }).catch((e: Error) => e.message)
    expect(await promettre(salome, 1, iso(0), null)).toBe('mission_parts')
    expect(await promettre(tristan, 1, iso(0), null)).toBe('mission_parts')
    expect(await promettre(salome, 1, iso(-400), iso(400))).toBe('mission_parts')
    const avant = await Promise.all([1, 2].map(() => promettre(salome, 6_000, iso(-900), iso(-800))))
    expect(avant.filter((x) => x === 'mission_parts')).toHaveLength(1)
    // Une base d’avant peut en porter : rien ne s’y répartit.
    await base.maintenance((tx) =>
      sql`update cae.mission set taux_points = 3334 where id = ${a}::uuid`.execute(tx),
    )
    expect((await repartir()).texte).toContain('dépassent le tout')
    expect((await bons(a)).length).toBe(2)
  })

  it('convient d’une activité commune : les parts se proposent ensemble, chaque enseigne accorde et ne lit que la sienne', async () => {
    const commune = `/entre-enseignes/commune/${ourlet}`
    const proposer = (qui: Connectee, parts: string, autres: Record<string, string> = {}) =>
      qui.aller(`${commune}/proposer`, {
        objet: 'Un festival à trois',
        parts,
        du: jour(0),
        au: '',
        ...autres,
      })
    // Rien n’est convenu : la page est à qui tient la marque, et à personne d’autre.
    expect((await tristan.aller(commune)).texte).toContain('Rien n’est encore convenu')
    for (const qui of [salome, capucine, dehors]) expect((await qui.aller(commune)).statut).toBe(404)
    for (const [parts, phrase] of [
      ['La Navette 40', 'Écrivez chaque part ainsi'],
      ['La Navette : 60\nPoint de croix : 41', 'dépassent le tout'],
    ] as const) {
      const r = await proposer(tristan, parts)
      expect(r.statut).toBe(422)
      expect(r.texte).toContain(phrase)
    }
    // Une date à reprendre se dit sous son champ.
    for (const [dates, phrase] of [
      [{ du: jour(2), au: jour(1) }, 'vient avant le premier'],
      [{ du: jour(3650) }, 'Au plus tard le'],
    ] as const) {
      const r = await proposer(tristan, 'La Navette : 20', dates)
      expect([r.statut, r.texte]).toEqual([422, expect.stringContaining(phrase)])
    }
    // Un double envoi ne promet qu’une fois, au même instant ou plus tard.
    const _jeton = newId()
    const parts = 'La Navette : 20\nPoint de croix : 15,25'
    const envois = await Promise.all([1, 2].map(() => proposer(tristan, parts, { _jeton })))
    envois.push(await proposer(tristan, parts, { _jeton }))
    expect(envois.map((r) => r.statut)).toEqual([303, 303, 303])
    expect(await proposer(tristan, 'La Navette : 25', { _jeton })).toMatchObject({
      statut: 409,
      texte: expect.stringContaining('a déjà sa part, 20 %'),
    })
    expect((await proposer(tristan, 'La Navette : 5')).texte).toContain('a déjà sa part')
    expect((await tristan.aller(commune)).texte).toContain('Il reste 64,75 % à la marque commune')
    const lue = (await salome.aller(commune)).texte
    expect(lue).toContain('20 %')
    expect(lue).toContain('attend sa réponse')
    expect(lue).not.toContain('Point de croix')
    expect((await proposer(salome, 'Point de croix : 1')).statut).toBe(403)
    const mission = /href="(\/entre-enseignes\/[0-9a-f-]{36})"/.exec(lue)?.[1] ?? ''
    expect((await salome.aller(`${mission}/accorder`, { intervenant: '' })).statut).toBe(303)
    expect((await tristan.aller(commune)).texte).toContain('accordée le')
    expect((await clientele.aller(commune)).statut).toBe(403)
    // Refusée, une part ne repart pas du même formulaire : l’écran ne la dit pas proposée.
    const refusee = `/entre-enseignes/${derive<'Mission'>(_jeton, point, 0)}`
    expect((await capucine.aller(`${refusee}/refuser`, { motif: 'Pas cette année.' })).statut).toBe(303)
    expect(await proposer(tristan, parts, { _jeton })).toMatchObject({
      statut: 409,
      texte: expect.stringContaining('La part de « Point de croix » est refusée'),
    })
    expect((await proposer(tristan, 'Point de croix : 15,25')).statut).toBe(303)
  })
})

describe('la somme', () => {
  it('est nulle à chaque instant, et huit rectifications d’un quart au même moment n’en rendent que le tout', async () => {
    const id = await confirmee()
    const rectifier = (autres: Partial<MissionDemandee> = {}) =>
      poser(salome, {
        genre: 'rectification',
        acheteuse: ourlet,
        vendeuse: navette,
        cote: 'vendeuse',
        corrige: id,
        tarif: 10_000,
        motif: 'trop compté',
        ...autres,
      })
    // Elle a les dates de ce qu’elle corrige.
    for (const dates of [{ du: iso(-3) }, { au: iso(0) }, { du: iso(3650), au: iso(3650) }])
      await expect(rectifier(dates)).rejects.toThrow('mission_rectification')
    const demandes = await Promise.all(Array.from({ length: 8 }, () => rectifier()))
    let somme: string | null = '0'
    let lectures = 0
    let fini = false
    const guetter = (async () => {
      while (!fini && somme === '0') {
        const { rows } = await en(yann, (tx) =>
          sql<{
            t: string | null
          }>`select sum(montant_centimes)::text as t from cae.ecriture_interne`.execute(tx),
        )
        somme = rows[0]?.t ?? '0'
        lectures += 1
      }
    })()
    const faits = await Promise.all(demandes.map((d) => pousser(tristan, d, 'demandee', 'accordee')))
    fini = true
    await guetter
    expect(faits.filter((f) => f.ok)).toHaveLength(4)
    expect([somme, lectures > 0]).toEqual(['0', true])
    expect(
      (await salome.aller(`/entre-enseignes/${id}/rectifier`, { montant: '0,01', motif: 'encore un peu' }))
        .texte,
    ).toContain('Il reste 0,00 €')
    const { rows } = await en(salome, (tx) =>
      sql<{
        t: string
      }>`select sum(montant_centimes)::text as t from cae.ecriture_interne where activite_id = ${navette}::uuid and (mission_id = ${id}::uuid or mission_id = any (${`{${demandes.join(',')}}`}::uuid[]))`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ t: '0' }])
  })

  it('de bons au hasard, chaque écriture a son exacte contraire, et l’arrondi est celui du demi-centime', async () => {
    const tirage = fc.record({
      cle: fc.constantFrom('jours', 'forfait', 'pourcent'),
      prix: fc.integer({ min: 1, max: 9_999_999 }),
      taux: fc.integer({ min: 1, max: 10_000 }),
      demi: fc.integer({ min: 1, max: 60 }),
      base: fc.integer({ min: 1, max: 9_999_999 }),
    })
    for (const t of fc.sample(tirage, 25)) {
      const brut =
        t.cle === 'jours' ? (t.demi * t.prix) / 2 : t.cle === 'forfait' ? t.prix : (t.base * t.taux) / 10_000
      const attendu = Math.floor(brut + 0.5)
      if (attendu === 0) continue
      const id = await poser(salome, {
        cle: t.cle,
        tarif: t.cle === 'pourcent' ? null : t.prix,
        taux: t.cle === 'pourcent' ? t.taux : null,
      })
      await pousser(tristan, id, 'demandee', 'accordee')
      await pousser(salome, id, 'accordee', 'constatee', {
        minutes: 60,
        demiJournees: t.cle === 'jours' ? t.demi : null,
        base: t.cle === 'pourcent' ? t.base : null,
        cote: 'acheteuse',
      })
      await pousser(tristan, id, 'constatee', 'confirmee')
      const { rows } = await en(yann, (tx) =>
        sql<{
          activite: string
          montant: number
        }>`select activite_id as activite, montant_centimes::float8 as montant from cae.ecriture_interne where mission_id = ${id}::uuid order by montant_centimes`.execute(
          tx,
        ),
      )
      expect(rows, JSON.stringify(t)).toEqual([
        { activite: navette, montant: -attendu },
        { activite: ourlet, montant: attendu },
      ])
    }
  })
})

it('quels que soient la personne et le pas, la base fait ce que la page offre, et rien d’autre', async () => {
  const etats = ['demandee', 'accordee', 'refusee', 'retiree', 'constatee', 'confirmee', 'annulee'] as const
  const gens = [salome, maelys, tristan, capucine, clientele, yann, claire]
  const suites = fc.sample(
    fc.array(
      fc.record({
        qui: fc.constantFrom(...gens),
        vers: fc.constantFrom(...etats),
        cote: fc.constantFrom('acheteuse' as const, 'vendeuse' as const),
      }),
      { minLength: 6, maxLength: 14 },
    ),
    12,
  )
  let passes = 0
  for (const suite of suites) {
    const id = await poser(salome)
    for (const { qui, vers, cote } of suite) {
      const vue = (await lire(yann, id)) ?? { etat: 'demandee' as const }
      const offerts = (await lire(qui, id))?.pas ?? []
      const miens = portees.get(qui) ?? '*'
      const constate =
        vers !== 'constatee' || miens === '*' || miens.includes(cote === 'acheteuse' ? navette : ourlet)
      const fait = await pousser(qui, id, vue.etat, vers, {
        minutes: 60,
        demiJournees: null,
        base: null,
        cote,
      })
      expect(fait.ok && fait.value, JSON.stringify({ de: vue.etat, vers, offerts })).toBe(
        offerts.includes(vers) && constate,
      )
      if (fait.ok && fait.value) passes += 1
    }
  }
  expect(passes).toBeGreaterThan(5)
})
