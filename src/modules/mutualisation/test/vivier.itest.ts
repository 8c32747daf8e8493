/** Le vivier, sous le rôle de l’application et par les pages : qui lit quoi, et ce qu’un retrait referme aussitôt. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ajouterJours, formaterDate, jourSemaine } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { poleModule } from '#modules/pole/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { poserIntervenant } from '../../sessions/test/poser.ts'
import { demiJourneesDe, fichesDuVivier, libresLe, maFiche } from '../db/vivier.ts'
import { direAccord } from '../db/vivier-portes.ts'
import type { FicheId } from '../domain/vivier.ts'
import { mutualisation } from '../module.ts'
import { poserPole } from './pole-d-essai.ts'

const m = await monde({
  modules: [poleModule, mutualisation],
  coops: { b: 'Les Tisserands', a: 'Langue & Lien', c: 'Terre d’Appui', tierce: 'Étrangère' },
  gens: {
    lila: { roles: ['formateur'], chez: 'b', prenom: 'Lila', nom: 'Benamar' },
    bob: { roles: ['formateur'], chez: 'b' },
    ana: { roles: ['responsable-pedagogique'], chez: 'a' },
    aline: { roles: ['comptable'], chez: 'a' },
    cleo: { roles: ['responsable'], chez: 'c' },
    theo: { roles: ['responsable'], chez: 'tierce' },
  },
  // La base ne montre rien d’avant cette semaine : ces essais se jouent à l’heure qu’il est.
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, lila, bob, ana, aline, cleo, theo } = m
await base.maintenance((tx) =>
  poserPole(
    tx,
    [cleo, ana, lila].map((x) => ({ organisme: x.organisme, personne: x.personne })),
  ),
)
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const ecrire = (qui: Connectee, autres: Record<string, string | readonly string[]> = {}) =>
  qui.poster('/vivier/ma-fiche/ecrire', {
    accroche: 'Outils libres et médiation numérique',
    base: 'Brest',
    rayon: '60',
    territoire: '',
    modalites: ['salle', 'distance'],
    publics: 'salariés',
    langues: 'français',
    delai: '10',
    preparation: '',
    journee: '',
    plancher: '450',
    jamais: ['3-matin'],
    portee: 'pole',
    ...autres,
  })
const accord = (qui: Connectee, genre: string, oui: 'oui' | 'non') =>
  qui.poster('/vivier/ma-fiche/accord', { genre, version: '1', oui })
const vus = async (qui: Connectee) => (await en(qui, (tx) => fichesDuVivier(tx))).map((f) => f.nom)
const idDe = async () => (await en(lila, (tx) => maFiche(tx)))?.fiche as FicheId
const aujourdhui = jourLocal(new Date(), ZONE_PAR_DEFAUT)
/** Le lundi de la semaine prochaine. */
const lundi = ajouterJours(aujourdhui, 8 - jourSemaine(aujourdhui))
const [mardi, vendredi] = [ajouterJours(lundi, 1), ajouterJours(lundi, 4)]

describe('une fiche du vivier', () => {
  it('ne se lit de personne avant l’accord, puis de qui elle choisit, et plus du tout au retrait', async () => {
    expect((await lila.lire('/vivier/ma-fiche')).texte).toContain('Vous n’avez pas de fiche')
    expect((await accord(lila, 'fiche', 'oui')).statut).toBe(409)
    expect((await ecrire(lila, { plancher: '0' })).statut).toBe(422)
    expect((await ecrire(lila)).statut).toBe(303)
    const fiche = await idDe()
    expect(await vus(ana)).toEqual([])
    expect((await ana.lire(`/vivier/${fiche}`)).statut).toBe(404)
    // Un texte que l’on n’a pas lu ne s’accepte pas ; la personne seule accepte.
    expect(
      (await lila.poster('/vivier/ma-fiche/accord', { genre: 'fiche', version: '2', oui: 'oui' })).texte,
    ).toContain('Ce texte a changé')
    expect((await accord(bob, 'fiche', 'oui')).statut).toBe(409)
    expect((await accord(lila, 'fiche', 'oui')).statut).toBe(303)
    for (const qui of [ana, cleo, lila, bob]) expect(await vus(qui)).toEqual(['Lila Benamar'])
    // Ni une tierce, ni un rôle qui n’y cherche pas, ni un lien, ni qui n’est pas entré.
    for (const qui of [theo, aline]) expect(await vus(qui)).toEqual([])
    expect(await base.enTantQue(ana.organisme, {}, (tx) => fichesDuVivier(tx))).toEqual([])
    expect(await base.enTantQue(ana.organisme, { portee: [] }, (tx) => fichesDuVivier(tx))).toEqual([])
    expect(await base.db.withoutTenant((tx) => fichesDuVivier(tx as never))).toEqual([])
    expect((await aline.lire('/vivier')).statut).toBe(403)
    expect((await theo.lire(`/vivier/${fiche}`)).statut).toBe(404)
    expect((await theo.lire('/vivier')).texte).not.toContain('Lila')
    expect([302, 303, 401]).toContain((await m.sansCompte.lire(`/vivier/${fiche}`)).statut)
    const page = (await ana.lire(`/vivier/${fiche}`)).texte
    expect(page).toContain('Outils libres')
    expect(page).not.toContain(lila.courriel)
    expect(page).not.toContain('450')
    // À des coopératives choisies.
    expect(
      (await ecrire(lila, { portee: 'choisies', choisies: [cleo.organisme, theo.organisme] })).statut,
    ).toBe(303)
    expect([await vus(ana), await vus(cleo), await vus(theo)]).toEqual([[], ['Lila Benamar'], []])
    await ecrire(lila)
    // Retiré dans une transaction ouverte : à l’instruction suivante, plus rien, et la recherche non plus.
    await en(lila, async (tx) => {
      expect(await fichesDuVivier(tx)).toHaveLength(1)
      expect(await direAccord(tx, 'fiche', 1, false, new Date())).toBe('dit')
      expect(await fichesDuVivier(tx)).toEqual([])
    })
    expect(await vus(ana)).toEqual([])
    expect((await ana.lire(`/vivier/${fiche}`)).statut).toBe(404)
    expect((await ana.lire('/vivier?q=Outils')).texte).not.toContain('Lila')
    await accord(lila, 'fiche', 'oui')
  })

  it('ne se montre plus quand le texte de l’accord change, jusqu’à ce qu’il soit relu', async () => {
    await base.maintenance((tx) =>
      sql`update mutualisation.consentement set version = 99 where compte_id = ${lila.personne} and genre = 'fiche' and retire_le is null`.execute(
        tx,
      ),
    )
    expect(await vus(ana)).toEqual([])
    expect((await lila.lire('/vivier/ma-fiche')).texte).toContain('le texte a changé')
    // Relu, il se refuse aussi bien qu’il s’accepte.
    expect((await lila.lire('/vivier/ma-fiche')).texte).toContain('Non, je retire mon accord')
    await accord(lila, 'fiche', 'oui')
    expect(await vus(ana)).toEqual(['Lila Benamar'])
  })

  it('dit ce que la personne sait faire et ce qui le montre, et se trouve par là', async () => {
    const ajouter = (intitule: string, genre: string, preuve: string) =>
      lila.poster('/vivier/ma-fiche/savoir', { intitule, nsf: '326', niveau: '', genre, preuve, le: '' })
    expect((await ajouter('Accessibilité numérique', 'attestation', '')).statut).toBe(422)
    expect((await ajouter('Accessibilité numérique', 'attestation', 'quatorze heures')).statut).toBe(303)
    expect((await ajouter('Français langue étrangère', 'declare', '')).statut).toBe(303)
    expect((await ana.lire('/vivier?q=accessibilite')).texte).toContain(
      'Accessibilité numérique : quatorze heures',
    )
    expect((await ana.lire('/vivier?q=etrangere')).texte).toContain('déclaré, sans pièce')
    expect((await ana.lire('/vivier?q=menuiserie')).texte).toContain('Personne ne répond')
    for (const hostile of ['jour=99/99/2026', 'modalite=constructor', 'q=%00%27%3B--', 'jour=2026-12-07&q=a'])
      expect((await ana.lire(`/vivier?${hostile}`)).statut).toBe(200)
    const savoir = (await en(lila, (tx) => maFiche(tx)))?.competences[0]?.id ?? ''
    expect((await bob.poster('/vivier/ma-fiche/oter', { savoir })).statut).toBe(409)
    expect((await lila.poster('/vivier/ma-fiche/oter', { savoir })).statut).toBe(303)
  })

  it('montre ses demi-journées sans contenu, si la personne l’accepte', async () => {
    const fiche = await idDe()
    const ici = await base.maintenance(async (tx) => {
      const lieu = { organisme: lila.organisme, activite: m.coops.b.activite }
      const personne = await poserIntervenant(tx, lieu, [], { prenom: 'Lila', nom: 'Benamar' })
      await sql`update tiers.intervenant set compte_id = ${lila.personne} where organisme_id = ${lila.organisme} and personne_id = ${personne}`.execute(
        tx,
      )
      // Une seconde fiche de la même personne, réunie à la première : son congé y était noté.
      const double = await poserIntervenant(tx, lieu, [], { prenom: 'Lila', nom: 'Benamar' })
      await sql`insert into tiers.fusion (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${lila.organisme}, ${newId()}, ${lieu.activite}, ${personne}, ${double}, now())`.execute(tx)
      await sql`insert into sessions.conge (organisme_id, id, activite_id, personne_id, du, au, declare_le)
        values (${lila.organisme}, ${newId()}, ${lieu.activite}, ${double}, ${vendredi}, ${vendredi}, now())`.execute(
        tx,
      )
      const agenda = newId()
      await sql`insert into sessions.agenda (organisme_id, id, activite_id, personne_id, nom, adresse, cree_par, cree_le)
        values (${lila.organisme}, ${agenda}, ${lieu.activite}, ${personne}, 'Perso', decode(repeat('00', 40), 'hex'), ${lila.personne}, now())`.execute(
        tx,
      )
      for (const [du, au, genre] of [
        [`${lundi}T09:00Z`, `${lundi}T10:00Z`, 'occupe'],
        [`${mardi}T14:00Z`, `${mardi}T15:00Z`, 'incertain'],
      ])
        await sql`insert into sessions.occupe_dehors (organisme_id, id, activite_id, agenda_id, personne_id, du, au, genre)
          values (${lila.organisme}, ${newId()}, ${lieu.activite}, ${agenda}, ${personne}, ${du}, ${au}, ${genre})`.execute(
          tx,
        )
      return personne
    })
    expect(ici).toBeTruthy()
    const dites = (qui: Connectee) => en(qui, (tx) => demiJourneesDe(tx, fiche, lundi, vendredi))
    expect(await dites(ana)).toEqual([])
    expect((await ana.lire(`/vivier/${fiche}`)).texte).toContain('ne montre pas ses demi-journées')
    await accord(lila, 'disponibilites', 'oui')
    expect((await dites(ana)).map((d) => d.etat)).toEqual([
      'occupe', // lundi matin, un agenda suivi
      'libre',
      'libre',
      'option', // mardi après-midi
      'absence', // mercredi matin, jamais
      'libre',
      'libre',
      'libre',
      'absence', // vendredi, en congé
      'absence',
    ])
    // Rien d’autre que ces quatre colonnes ; rien au-delà de soixante-dix jours ; rien à une tierce.
    expect(Object.keys((await dites(ana))[0] ?? {})).toEqual(['fiche', 'jour', 'moment', 'etat'])
    expect(await en(ana, (tx) => demiJourneesDe(tx, fiche, lundi, ajouterJours(lundi, 71)))).toEqual([])
    // Rien d’avant cette semaine, par où que l’on demande.
    const du = ajouterJours(lundi, -14)
    expect(await en(ana, (tx) => demiJourneesDe(tx, fiche, du, ajouterJours(lundi, -8)))).toEqual([])
    expect((await en(ana, (tx) => libresLe(tx, du))).size).toBe(0)
    expect((await en(ana, (tx) => demiJourneesDe(tx, fiche, du, vendredi)))[0]?.jour).toBe(
      ajouterJours(lundi, -7),
    )
    expect(await dites(theo)).toEqual([])
    expect((await en(ana, (tx) => libresLe(tx, lundi))).get(fiche)).toEqual({
      matin: 'occupe',
      apres: 'libre',
    })
    expect((await en(theo, (tx) => libresLe(tx, lundi))).size).toBe(0)
    expect((await ana.lire(`/vivier?jour=${formaterDate(lundi, 'chiffres')}`)).texte).toContain(
      'après-midi seulement',
    )
    expect((await ana.lire(`/vivier/${fiche}`)).texte).toContain('matin occupé, après-midi libre')
    await accord(lila, 'disponibilites', 'non')
    expect(await dites(ana)).toEqual([])
  })

  it('ne donne l’adresse et le plancher qu’à la coopérative que la personne accepte, et les reprend', async () => {
    const fiche = await idDe()
    const joindre = (qui: Connectee, message = 'Un atelier en janvier') =>
      qui.poster(`/vivier/${fiche}/joindre`, { message })
    expect((await joindre(theo)).statut).toBe(404)
    expect((await joindre(lila)).statut).toBe(403)
    expect((await joindre(ana, '')).statut).toBe(422)
    expect((await joindre(ana)).statut).toBe(303)
    const demande = (await en(lila, (tx) => maFiche(tx)))?.demandes[0]
    expect(demande).toMatchObject({
      cooperative: 'Langue & Lien',
      message: 'Un atelier en janvier',
      reponse: null,
    })
    const repondre = (qui: Connectee, oui: string) =>
      qui.poster('/vivier/ma-fiche/repondre', { demande: demande?.id ?? '', oui })
    expect((await repondre(bob, 'oui')).statut).toBe(409)
    expect((await repondre(lila, 'oui')).statut).toBe(303)
    const lue = async (qui: Connectee) => (await en(qui, (tx) => fichesDuVivier(tx, fiche)))[0]
    expect(await lue(ana)).toMatchObject({ contact: lila.courriel, plancher: null })
    expect(await lue(cleo)).toMatchObject({ contact: null, plancher: null, demande: null })
    await accord(lila, 'plancher', 'oui')
    expect((await ana.lire(`/vivier/${fiche}`)).texte).toContain('450,00 €')
    expect((await ana.lire('/vivier')).texte).not.toContain('450')
    await repondre(lila, 'non')
    expect(await lue(ana)).toMatchObject({ contact: null, plancher: null, demande: 'refusee' })
    // Un non vaut trois mois ; une autre coopérative peut demander.
    expect((await joindre(ana)).texte).toContain('La personne a répondu non')
    expect((await joindre(cleo)).statut).toBe(303)
  })

  it('mène à la forme juridique de la mission, avec l’article de ce qui est interdit', async () => {
    const page = (await ana.lire('/vivier/formes?dirige=receveur&prix=libre')).texte
    expect(page).toContain('L8241-1')
    expect(page).toContain('L8243-1')
    expect(page).toContain('interdite')
    expect((await ana.lire('/vivier/formes?statut=cesa')).texte).toContain('le visa de la CAE')
    expect((await ana.lire('/vivier/formes?rang=%00&statut=roi')).statut).toBe(200)
    expect((await aline.lire('/vivier/formes')).statut).toBe(403)
  })

  it('d’une personne qui change de rôle, ne se montre plus ; elle répond, retire et efface toujours', async () => {
    const tenir = (role: string) =>
      base.maintenance((tx) =>
        sql`update compte.adhesion set roles = array[${role}] where compte_id = ${lila.personne}`.execute(tx),
      )
    expect(await vus(ana)).toEqual(['Lila Benamar'])
    await tenir('commercial')
    expect(await vus(ana)).toEqual([])
    const page = await lila.lire('/vivier/ma-fiche')
    expect([
      page.statut,
      page.texte.includes('Retirer mon accord'),
      page.texte.includes('Garder ma fiche'),
    ]).toEqual([200, true, false])
    expect((await lila.lire('/vivier')).texte).toContain('/vivier/ma-fiche')
    expect((await ecrire(lila)).statut).toBe(403)
    expect((await accord(lila, 'fiche', 'non')).statut).toBe(303)
    expect((await accord(lila, 'fiche', 'oui')).statut).toBe(409)
    // Sans fiche ni rôle d’en écrire une, la page ne s’ouvre pas.
    expect((await aline.lire('/vivier/ma-fiche')).statut).toBe(403)
    await tenir('formateur')
    expect((await accord(lila, 'fiche', 'oui')).statut).toBe(303)
  })

  it('disparaît avec le départ de la coopérative, et s’efface d’un geste', async () => {
    const partir = (au: string | null) =>
      base.maintenance((tx) =>
        sql`update compte.adhesion set au = ${au}::date where compte_id = ${lila.personne}`.execute(tx),
      )
    expect(await vus(ana)).toEqual(['Lila Benamar'])
    await partir('2020-01-01')
    expect(await vus(ana)).toEqual([])
    await partir(null)
    expect((await lila.poster('/vivier/ma-fiche/effacer')).statut).toBe(303)
    expect(await vus(ana)).toEqual([])
    const admin = await base.client('admin')
    const { rows } = await admin.query(
      `select (select count(*) from mutualisation.fiche)::int + (select count(*) from mutualisation.competence)::int
         + (select count(*) from mutualisation.prise_de_contact)::int + (select count(*) from mutualisation.consentement where retire_le is null)::int as n`,
    )
    expect(rows[0].n).toBe(0)
    // Le journal, que l’employeur lit, n’a rien retenu de ce que la personne a fait de sa fiche.
    const gestes = await admin.query(
      `select distinct geste from journal.geste where module = 'mutualisation'`,
    )
    expect(gestes.rows).toEqual([{ geste: 'demander-contact' }])
  })
})
