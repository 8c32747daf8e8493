// Long parce que les adresses d’agenda se jugent dans un même monde.
/**
 * Les plannings et leurs adresses d'agenda, par les pages et de vrais comptes : qui voit quoi, ce que dit « occupé », et ce
 * qu'une adresse secrète montre, selon ce que voit encore qui l'a faite.
 */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { comptes } from '#modules/comptes/index.ts'
import { marches, rangerUnReleve } from '#modules/marches/index.ts'
import { moduleOrganisme } from '#modules/organisme/index.ts'
import { moduleSessions } from '#modules/sessions/index.ts'
import { fixedClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { type Panne, testServices } from '#web/test/services.ts'
import { prisesDesSessions } from '../../src/app/toucher.tsx'
import { poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import { poserMission } from '../../src/modules/mutualisation/test/poser-mission.ts'
import { uneEnseigne, unMembre, unOrganisme } from '../../src/modules/organisme/test/organismes.ts'
import { poserSalle } from '../../src/modules/sessions/test/cooperatives.ts'
import { poserOffre, poserSession } from '../../src/modules/sessions/test/poser.ts'
import { baseNeuve } from '../base/index.ts'
import { naviguer, pagesServies } from '../monde/index.ts'

const base = await baseNeuve()
const keys = keysFromSeed('planning')
const pannes: Panne[] = []
const admin = await base.client('admin')
// La base filtre un agenda autour de son propre jour : les séances de l'essai sont de cette semaine-là.
const maintenant = new Date()
// À midi d’ici, et non à l’heure universelle : le dimanche après vingt-trois heures, la page montre déjà l’autre semaine.
const midi = new Date(`${jourLocal(maintenant, ZONE_PAR_DEFAUT)}T12:00:00Z`)
const lundi = new Date(midi.getTime() - ((midi.getUTCDay() + 6) % 7) * 86_400_000)
const jour = (n: number) => new Date(lundi.getTime() + n * 86_400_000).toISOString().slice(0, 10)
const services: Services = { ...testServices(pannes), clock: fixedClock(maintenant), db: base.db, keys }
const { app } = pagesServies(services, [
  comptes,
  moduleOrganisme({ sessionsEnCours: async () => 0 }),
  moduleSessions(prisesDesSessions(() => [])),
  marches,
])
const phrase = 'un tilleul devant la mairie'
const { origine } = services.config

let rang = 0
type Chez = { readonly organisme: string; readonly commune: string }
const entrer = async (o: Chez, roles: readonly string[], portee?: readonly string[]) => {
  const courriel = `p${++rang}@exemple.example`
  const id = (await base.maintenance((tx) =>
    unMembre(tx, keys, {
      organisme: o.organisme as never,
      courriel,
      roles,
      nom: `Membre ${rang}`,
      motDePasse: phrase,
    }),
  )) as PersonneId
  if (portee)
    await admin.query('update compte.adhesion set toutes = false, activites = $2 where compte_id = $1', [
      id,
      portee,
    ])
  await admin.query('delete from compte.echec')
  const { aller } = naviguer(app, { origine })
  expect((await aller('/connexion', { courriel, motDePasse: phrase })).statut).toBe(303)
  return { id, courriel, aller }
}

/**
 * Une fiche d'intervenant, rattachée à ce compte s'il y en a un, et affectée à ces séances. `sansFiche` : le compte a déjà
 * sa fiche dans une autre enseigne, celle-ci n'est qu'une personne.
 */
const animer = (
  o: Chez,
  activite: string,
  nom: string,
  seances: readonly string[],
  compte: string | null = null,
  { sansFiche = false } = {},
) =>
  base.maintenance(async (tx) => {
    const personne = newId()
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      values (${o.organisme}, ${personne}, ${activite}, 'Inès', ${nom}, ${`${nom.toLowerCase()} ines`}, now())`.execute(
      tx,
    )
    if (!sansFiche)
      await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, compte_id, cree_le)
        values (${o.organisme}, ${activite}, ${personne}, ${compte}, now())`.execute(tx)
    for (const seance of seances)
      await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes)
        values (${o.organisme}, ${newId()}, ${activite}, ${seance}, ${personne}, ${compte}, 210)`.execute(tx)
    return personne
  })

const poser = (
  o: Chez,
  activite: string,
  intitule: string,
  seances: readonly (readonly [string, number, number])[],
) =>
  base.maintenance(async (tx) => {
    const chez = { organisme: o.organisme as never, activite: activite as ActiviteId }
    return poserSession(tx, { ...chez, offre: await poserOffre(tx, chez, intitule), intitule, seances })
  })

const a = await base.maintenance((tx) => unOrganisme(tx, 'Les Tisserands', { cae: true }))
const b = await base.maintenance((tx) => unOrganisme(tx, 'Terre d’Appui'))
const argile = await base.maintenance((tx) => uneEnseigne(tx, a.organisme, 'Argile'))
const bois = await base.maintenance((tx) => uneEnseigne(tx, a.organisme, 'Bois'))
const assistante = await entrer(a, ['assistant'])
const deLArgile = await entrer(a, ['assistant'], [argile])
const tom = await entrer(a, ['formateur'], [argile])
const voisine = await entrer(b, ['assistant'])

const tournage = await poser(a, argile, 'Tournage du grès', [
  [jour(1), 540, 750],
  [jour(2), 540, 750],
])
const menuiserie = await poser(a, bois, 'Menuiserie de siège', [[jour(3), 540, 750]])
const deTom = await animer(a, argile, 'Okafor', [tournage.seances[0] as string], tom.id)
await animer(a, bois, 'Kerbrat', [menuiserie.seances[0] as string])
const salle = await base.maintenance((tx) => poserSalle(tx, { organisme: a.organisme as never }, 'Four'))
await base.maintenance(async (tx) => {
  for (const [activite, seance] of [
    [argile, tournage.seances[0]],
    [bois, menuiserie.seances[0]],
  ])
    await sql`insert into sessions.seance_salle (organisme_id, activite_id, seance_id, salle_id)
      values (${a.organisme}, ${activite}, ${seance}, ${salle})`.execute(tx)
})
// Inès anime aussi chez le voisin, sous le même compte : d'ici, on ne saura que « occupé ».
const ines = await base.maintenance((tx) =>
  unMembre(tx, keys, {
    organisme: a.organisme,
    courriel: 'ines@exemple.example',
    roles: ['formateur'],
    nom: 'Ines',
    motDePasse: phrase,
  }),
)
await admin.query(
  `insert into compte.adhesion (organisme_id, compte_id, roles, toutes, acceptee_le) select $1, $2, '{formateur}', true, now()`,
  [b.organisme, ines],
)
const ailleurs = await poser(b, b.commune, 'Secret du voisin', [[jour(4), 840, 1050]])
await animer(b, b.commune, 'Carvalho', ailleurs.seances, ines)
await animer(a, argile, 'Carvalho', [], ines)
// Salomé a sa fiche dans l’enseigne Bois ; l’enseigne Argile, où elle anime, ne la voit pas et en a fait une autre.
const salome = await entrer(a, ['formateur'], [argile])
const emaillage = await poser(a, argile, 'Émaillage', [[jour(4), 540, 750]])
await animer(a, bois, 'Diallo', [], salome.id)
await animer(a, argile, 'Diallo', emaillage.seances, salome.id, { sansFiche: true })

describe('le planning', () => {
  it('montre à qui voit toute la coopérative les personnes, les salles et le mois, et rien du voisin', async () => {
    const personnes = await assistante.aller('/planning')
    expect(personnes.statut).toBe(200)
    for (const mot of ['Inès Okafor', 'Inès Kerbrat', 'Tournage du grès', 'Menuiserie de siège', 'Four'])
      expect(personnes.texte).toContain(mot)
    expect(personnes.texte).not.toContain('Secret du voisin')
    expect((await assistante.aller('/planning?par=salles')).texte).toContain('Menuiserie de siège')
    expect((await assistante.aller(`/planning?par=mois&mois=${jour(1).slice(0, 7)}`)).texte).toContain(
      'Tournage du grès',
    )
    expect((await assistante.aller('/planning?format=csv')).texte).toMatch(/9\sh – 12\sh\s30/u)
    const vide = await voisine.aller('/planning?q=zzz')
    expect([vide.statut, vide.texte.includes('Rien ne répond à ce filtre')]).toEqual([200, true])
    expect((await voisine.aller('/planning')).texte).not.toContain('Tournage du grès')
  })

  it('dit « occupé » d’une heure prise ailleurs, sans dire où ni pour quoi', async () => {
    const { texte } = await assistante.aller('/planning')
    const rangee = texte.slice(texte.indexOf('Inès Carvalho'))
    expect(rangee).toMatch(/14\sh – 17\sh\s30[^<]*<\/span>\s*occupé/u)
  })

  it('tient le mur des enseignes : de la salle partagée, l’autre enseigne n’apprend qu’« occupé »', async () => {
    const { texte } = await deLArgile.aller('/planning?par=salles')
    expect(texte).toContain('Tournage du grès')
    expect(texte).not.toContain('Menuiserie de siège')
    expect(texte).toContain('occupé')
  })

  it('ne montre à qui forme que ses demi-journées', async () => {
    const { texte } = await tom.aller('/planning')
    expect(texte).toContain('Tournage du grès')
    expect(texte).not.toContain('Carvalho')
    expect(texte.match(/class="prise[ "]/g)).toHaveLength(1)
  })

  it('en CAE, qui a sa fiche dans une autre enseigne lit ses demi-journées, et n’a qu’une rangée', async () => {
    const sien = (await salome.aller('/planning')).texte
    expect(sien).toContain('Émaillage')
    expect(sien.match(/class="prise[ "]/g)).toHaveLength(1)
    const { texte } = await assistante.aller('/planning')
    const rangees = texte.split('<tr').filter((r) => r.includes('Inès Diallo'))
    expect(rangees).toHaveLength(1)
    expect(rangees[0]).toContain('Émaillage')
    expect(rangees[0]).not.toContain('occupé')
  })

  it('d’une période, d’un filtre ou d’une ressource qui n’existent pas, montre une page, jamais une panne', async () => {
    for (const query of [
      'semaine=2026-W99',
      'mois=9999-99&par=mois',
      `par=mois&qui=${'x'.repeat(400)}`,
      'par=autre',
      'q=%00%F0%9F',
      'semaine=1900-W01',
      'semaine=2198-W52',
      'semaine=2199-W52',
      'mois=1900-01&par=mois',
      'mois=2199-12&par=mois',
    ])
      expect((await assistante.aller(`/planning?${query}`)).statut, query).toBe(200)
  })

  it('glissée, une demi-journée ouvre le formulaire déjà rempli, et rien n’est changé', async () => {
    const session = tournage.session
    const lire = () =>
      admin.query(
        'select jour::text, revision from sessions.seance x join sessions.session s on s.id = x.session_id where s.id = $1 order by 1',
        [session],
      )
    const avant = (await lire()).rows
    const [an, mois, quantieme] = jour(4).split('-')
    const page = await assistante.aller(
      `/sessions/${session}/modifier?seance=${tournage.seances[0]}&jour=${jour(4)}`,
    )
    expect(page.texte).toContain(`${quantieme}/${mois}/${an}`)
    const autre = await assistante.aller(
      `/sessions/${session}/affectations/${tournage.seances[0]}?de=${deTom}&vers=${salle}`,
    )
    expect(autre.statut).toBe(200)
    for (const faux of ['jour=2026-99-99', 'jour=', `seance=${newId()}&jour=${jour(4)}`])
      expect((await assistante.aller(`/sessions/${session}/modifier?${faux}`)).statut).toBe(200)
    expect((await lire()).rows).toEqual(avant)
  })
})

describe('l’adresse d’agenda', () => {
  const faire = async (qui: typeof assistante, quoi: string) => {
    const r = await qui.aller('/planning/abonnements', { quoi, _jeton: newId() })
    expect(r.statut).toBe(200)
    return /https?:\/\/[^<"]+\.ics/.exec(r.texte)?.[0] ?? ''
  }
  const relire = async (adresse: string) => {
    const r = await app.request(adresse)
    return { statut: r.status, texte: (await r.text()).replaceAll('\r\n ', ''), entetes: r.headers }
  }

  it('se montre une fois, se relit sans compte, et s’arrête', async () => {
    const adresse = await faire(assistante, `salle:${salle}`)
    const lu = await relire(adresse)
    expect([lu.statut, lu.entetes.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
    expect(lu.texte).toContain('SUMMARY:Tournage du grès')
    expect(lu.texte).toContain('SUMMARY:Menuiserie de siège')
    const liste = await assistante.aller('/planning/abonnements')
    expect(liste.texte).not.toContain(adresse)
    const arreter = /action="([^"]+\/arreter)"/.exec(liste.texte)?.[1] ?? ''
    expect((await voisine.aller(arreter, {})).statut).toBe(404)
    expect((await assistante.aller(arreter, {})).statut).toBe(303)
    expect((await assistante.aller(arreter, {})).statut).toBe(303)
    expect((await relire(adresse)).statut).toBe(404)
    expect((await relire(`/agenda/${'A'.repeat(43)}.ics`)).statut).toBe(404)
  })

  it('le même formulaire envoyé deux fois ne fait qu’une adresse', async () => {
    const champs = { quoi: `salle:${salle}`, _jeton: newId() }
    expect((await assistante.aller('/planning/abonnements', champs)).statut).toBe(200)
    const second = await assistante.aller('/planning/abonnements', champs)
    expect([second.statut, second.texte.includes('ne se remontre pas')]).toEqual([409, true])
  })

  it('ne montre que ce que voit, ce jour-là, qui l’a faite : l’autre enseigne est « Occupé »', async () => {
    const adresse = await faire(deLArgile, `salle:${salle}`)
    const lu = await relire(adresse)
    expect(lu.texte).toContain('SUMMARY:Tournage du grès')
    expect(lu.texte).toContain('SUMMARY:Occupé')
    expect(lu.texte).not.toContain('Menuiserie')
    await admin.query('update compte.adhesion set activites = $2 where compte_id = $1', [
      deLArgile.id,
      [bois],
    ])
    expect((await relire(adresse)).texte).not.toContain('Tournage')
    await admin.query(`update compte.adhesion set au = porte.aujourd_hui() - 1 where compte_id = $1`, [
      deLArgile.id,
    ])
    expect((await relire(adresse)).statut).toBe(404)
  })

  it('à qui forme, ne se fait que pour soi', async () => {
    expect((await relire(await faire(tom, `personne:${deTom}`))).texte).toContain('SUMMARY:Tournage du grès')
    for (const quoi of [`salle:${salle}`, `personne:${newId()}`, `session:${menuiserie.session}`, 'tout', ''])
      expect((await tom.aller('/planning/abonnements', { quoi, _jeton: newId() })).statut, quoi).toBe(422)
    const sienne = await faire(tom, `session:${tournage.session}`)
    expect((await relire(sienne)).texte.match(/BEGIN:VEVENT/g)).toHaveLength(2)
  })

  it('d’une personne, dit ses missions au-dehors fermes, et ses options à confirmer, sans contenu ; échue, une option n’y est plus', async () => {
    const adresse = await faire(tom, `personne:${deTom}`)
    await base.maintenance(async (tx) => {
      const [envoie, recoit] = [
        { organisme: a.organisme as never, personne: tom.id as never },
        { organisme: b.organisme as never, personne: voisine.id as never },
      ]
      const { pole } = await poserPole(tx, [recoit, envoie])
      for (const [etat, n] of [
        ['ferme', 20],
        ['option', 27],
      ] as const)
        await poserMission(tx, { pole, recoit, envoie, etat, jour: jour(n) as never })
    })
    const lu = await relire(adresse)
    expect(lu.statut, JSON.stringify(pannes)).toBe(200)
    const dit = lu.texte
    const evenement = (n: number) =>
      dit.split('BEGIN:VEVENT').find((e) => e.includes(`DTSTART:${jour(n).replaceAll('-', '')}`)) ?? ''
    expect(evenement(20)).toMatch(/SUMMARY:Occupé[\s\S]*STATUS:CONFIRMED/)
    expect(evenement(27)).toMatch(/SUMMARY:En option[\s\S]*STATUS:TENTATIVE/)
    for (const mot of ['outils libres', 'secret', 'Terre', 'Rennes']) expect(dit).not.toContain(mot)
    // L’agenda d’un autre, d’une salle, n’en dit rien.
    expect((await relire(await faire(assistante, `salle:${salle}`))).texte).not.toContain('TENTATIVE')
    await admin.query(
      `update mutualisation.mission set expire_le = now() - interval '1 hour' where etat = 'option' and compte_id = $1`,
      [tom.id],
    )
    const apres = (await relire(adresse)).texte
    expect([apres.includes('TENTATIVE'), apres.includes('SUMMARY:Occupé')]).toEqual([false, true])
    await admin.query('update sessions.abonnement set revoque_le = now() where cree_par = $1', [tom.id])
    expect((await relire(adresse)).statut).toBe(404)
  })

  it('garde une séance annulée dans l’agenda, dite annulée', async () => {
    const adresse = await faire(assistante, `session:${tournage.session}`)
    await admin.query('update sessions.seance set tenue = false where id = $1', [tournage.seances[1]])
    expect((await relire(adresse)).texte.match(/STATUS:CANCELLED/g)).toHaveLength(1)
  })

  it('dit « À distance » d’une demi-journée qui se suit ainsi, et garde le lien', async () => {
    const adresse = await faire(assistante, `session:${tournage.session}`)
    expect((await relire(adresse)).texte).not.toContain('LOCATION:À distance')
    await admin.query(
      `update sessions.session set modalite = 'mixte', lien_connexion = 'https://visio.example/gres' where id = $1`,
      [tournage.session],
    )
    await admin.query(`update sessions.seance set modalite = 'distance' where id = $1`, [tournage.seances[0]])
    const lu = (await relire(adresse)).texte
    expect(lu.match(/LOCATION:À distance/g)).toHaveLength(1)
    expect(lu).toContain('https://visio.example/gres')
  })

  it('montre les échéances des marchés suivis, à qui les lit encore, et rien d’une autre coopérative', async () => {
    const veilleuse = await entrer(a, ['responsable'])
    const terme = new Date(midi.getTime() + 20 * 86_400_000)
    const avis = { idweb: '26-555', objet: 'Former des potières', nomacheteur: 'Ville d’Argol' }
    const releve = {
      results: [
        { ...avis, dateparution: jour(0), datelimitereponse: terme.toISOString(), nature: 'APPEL_OFFRE' },
      ],
    }
    await rangerUnReleve({ ...services, db: base.worker }, new TextEncoder().encode(JSON.stringify(releve)))
    expect((await veilleuse.aller('/marches/avis/26-555/suivre', {})).statut).toBe(303)
    const page = await veilleuse.aller('/planning/abonnements?quoi=marches')
    expect(page.texte).toContain(`<option value="marches:${a.organisme}" selected="">`)
    const adresse = await faire(veilleuse, `marches:${a.organisme}`)
    expect((await relire(adresse)).texte).toContain('SUMMARY:Date limite : Former des potières')
    // La coopérative d’à côté ne s’abonne pas à elle ; forgée droit dans la base, l’adresse ne dit rien non plus.
    expect(
      (await voisine.aller('/planning/abonnements', { quoi: `marches:${a.organisme}`, _jeton: newId() }))
        .statut,
    ).toBe(422)
    const sienne = await entrer(b, ['responsable'])
    const deB = await faire(sienne, `marches:${b.organisme}`)
    expect((await relire(deB)).texte).not.toContain('potières')
    await admin.query(`update sessions.abonnement set objet_id = $1 where cree_par = $2`, [
      a.organisme,
      sienne.id,
    ])
    expect((await relire(deB)).statut).toBe(404)
    const fonctions = (roles: string) =>
      admin.query('update compte.adhesion set roles = $2::text[] where compte_id = $1', [veilleuse.id, roles])
    await fonctions('{formateur}')
    expect((await relire(adresse)).statut).toBe(404)
    await fonctions('{responsable}')
    const liste = (await veilleuse.aller('/planning/abonnements')).texte
    const arreter = /Les échéances des marchés suivis[\s\S]*?action="([^"]+\/arreter)"/.exec(liste)?.[1]
    expect((await veilleuse.aller(arreter ?? '', {})).statut).toBe(303)
    expect((await relire(adresse)).statut).toBe(404)
  })

  it('d’un pôle, va à qui en est, avec la visioconférence, et se tait quand la coopérative le quitte', async () => {
    const pole = newId()
    await base.maintenance(async (tx) => {
      await sql`insert into pole.pole (pole_id, organisme_id, code, genre, nom, etat, public, cree_le)
        values (${pole}, ${a.organisme}, 'pole-terre', 'metier', 'Terre', 'actif', false, now())`.execute(tx)
      await sql`insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, du)
        values (${pole}, ${a.organisme}, 'active', now(), current_date)`.execute(tx)
      for (const [rang, etat, titre] of [
        [1, 'convoquee', 'Rencontre des cuissons'],
        [2, 'annulee', 'Rencontre des émaux'],
      ] as const)
        await sql`insert into pole.reunion (pole_id, id, organisme_id, rang, titre, format, etat, debut, fin, hote, lieu, visio, motif, cree_le)
          values (${pole}, ${newId()}, ${a.organisme}, ${rang}, ${titre}, 'visio', ${etat}, now() + interval '3 days',
            now() + interval '3 days 2 hours', 'Les Tisserands', 'Brest', 'https://visio.example/terre', 'Trop peu', now())`.execute(
          tx,
        )
    })
    const page = await assistante.aller(`/planning/abonnements?pole=${pole}`)
    expect(page.texte).toContain(`<option value="pole:${pole}" selected="">`)
    const adresse = await faire(assistante, `pole:${pole}`)
    const lu = await relire(adresse)
    expect(lu.texte).toContain('SUMMARY:Rencontre des cuissons')
    expect(lu.texte).toContain('DESCRIPTION:https://visio.example/terre')
    expect(lu.texte).toContain('LOCATION:Les Tisserands\\, Brest')
    expect(lu.texte.match(/STATUS:CANCELLED/g)).toHaveLength(1)
    // La voisine n'en est pas : l'adresse ne se fait pas. Forgée droit dans la base, elle ne dit rien non plus.
    expect(
      (await voisine.aller('/planning/abonnements', { quoi: `pole:${pole}`, _jeton: newId() })).statut,
    ).toBe(422)
    await admin.query(
      `insert into sessions.abonnement (organisme_id, id, genre, objet_id, nom, jeton, cree_par, cree_le)
       values ($1, $2, 'pole', $3, 'forgée', sha256(decode(repeat('00', 32), 'hex')), $4, now())`,
      [b.organisme, newId(), pole, voisine.id],
    )
    expect((await relire(`/agenda/${'A'.repeat(43)}.ics`)).statut).toBe(404)
    // Qui l'a faite perd ses fonctions, ou son compte se ferme : l'adresse se tait ; les retrouve, elle reparle.
    const auteur = [a.organisme, assistante.id]
    const fonctions = (roles: string) =>
      admin.query(
        `update compte.adhesion set roles = $3::text[] where organisme_id = $1 and compte_id = $2`,
        [...auteur, roles],
      )
    await fonctions('{fonction-retiree}')
    expect((await relire(adresse)).statut).toBe(404)
    await fonctions('{assistant}')
    expect((await relire(adresse)).statut).toBe(200)
    await admin.query('update compte.compte set ferme_le = now() where id = $1', [assistante.id])
    expect((await relire(adresse)).statut).toBe(404)
    await admin.query('update compte.compte set ferme_le = null where id = $1', [assistante.id])
    await admin.query(`update pole.adhesion set etat = 'sortie', au = current_date where pole_id = $1`, [
      pole,
    ])
    expect((await relire(adresse)).statut).toBe(404)
  })
})
