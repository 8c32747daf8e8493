// Long parce que le vivier et l’organisme commun se lisent d’un même monde de coopératives : un second fichier coûterait sa base.
/** Le vivier, sous le rôle de l’application et par les pages : qui lit quoi, et ce qu’un retrait referme aussitôt. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ajouterJours, formaterDate, jourSemaine } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { poleModule } from '#modules/pole/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { poserIntervenant, poserOffre, poserSession } from '../../sessions/test/poser.ts'
import { listerCommuns, tableauDuCommun } from '../db/communs.ts'
import { demiJourneesDe, fichesDuVivier, libresLe, lireFichePublique, maFiche } from '../db/vivier.ts'
import { direAccord } from '../db/vivier-portes.ts'
import type { FicheId } from '../domain/vivier.ts'
import { moduleMutualisation } from '../module.ts'
import { poserPole } from './pole-d-essai.ts'

const m = await monde({
  modules: [poleModule, moduleMutualisation()],
  coops: { b: 'Les Tisserands', a: 'Langue & Lien', c: 'Terre d’Appui', tierce: 'Étrangère' },
  gens: {
    lila: { roles: ['formateur'], chez: 'b', prenom: 'Lila', nom: 'Benamar' },
    bob: { roles: ['formateur'], chez: 'b' },
    ana: { roles: ['responsable-pedagogique'], chez: 'a' },
    aline: { roles: ['comptable'], chez: 'a' },
    cleo: { roles: ['responsable'], chez: 'c' },
    theo: { roles: ['responsable'], chez: 'tierce' },
    bea: { roles: ['responsable'], chez: 'b' },
    alma: { roles: ['responsable'], chez: 'a' },
  },
  // La base ne montre rien d’avant cette semaine : ces essais se jouent à l’heure qu’il est.
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, lila, bob, ana, aline, cleo, theo, bea, alma } = m
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

  it('rendue publique par son seul accord, se lit sans compte à une adresse ; retirée, 404 à l’instant', async () => {
    const fiche = await idDe()
    const publique = `/intervenants/${fiche}`
    const sans = () => m.sansCompte.lire(publique)
    expect((await sans()).statut).toBe(404)
    expect((await lila.lire('/vivier/ma-fiche')).texte).not.toContain(publique)
    // Au texte lu, et de la personne seule ; celui du vivier n’y est pour rien.
    expect(
      (await lila.poster('/vivier/ma-fiche/accord', { genre: 'publique', version: '2', oui: 'oui' })).texte,
    ).toContain('Ce texte a changé')
    await accord(lila, 'fiche', 'non')
    expect((await accord(lila, 'publique', 'oui')).statut).toBe(303)
    expect((await lila.lire('/vivier/ma-fiche')).texte).toContain(publique)
    const lue = await sans()
    expect(lue.statut).toBe(200)
    for (const mot of ['Lila Benamar', 'Les Tisserands', 'Outils libres', '60 km de Brest', 'salariés'])
      expect(lue.texte).toContain(mot)
    // Ni de quoi la joindre, ni son plancher, ni ses demi-journées ; rien ne se garde en route.
    for (const mot of [lila.courriel, '450', 'Disponible', 'occupé']) expect(lue.texte).not.toContain(mot)
    expect([
      lue.entetes.get('cache-control'),
      lue.entetes.get('etag'),
      lue.entetes.get('x-robots-tag'),
    ]).toEqual(['no-store', null, 'noindex'])
    // Publique n’est pas au vivier : qui cherche d’une coopérative ne l’y trouve pas.
    expect(await vus(ana)).toEqual([])
    for (const autre of [newId(), 'pas-un-identifiant'])
      expect((await m.sansCompte.lire(`/intervenants/${autre}`)).statut).toBe(404)
    // Le texte changé, elle se ferme ; partie de sa coopérative, aussi ; l’accord retiré, à l’instruction suivante.
    for (const [change, revient] of [
      [
        sql`update mutualisation.consentement set version = 2 where genre = 'publique'`,
        sql`update mutualisation.consentement set version = 1 where genre = 'publique'`,
      ],
      [
        sql`update compte.adhesion set au = current_date - 1 where compte_id = ${lila.personne}`,
        sql`update compte.adhesion set au = null where compte_id = ${lila.personne}`,
      ],
    ] as const) {
      await base.maintenance((tx) => change.execute(tx))
      expect((await sans()).statut).toBe(404)
      await base.maintenance((tx) => revient.execute(tx))
      expect((await sans()).statut).toBe(200)
    }
    const ouverte = (tx: TenantTx) => lireFichePublique(tx as never, fiche)
    await en(lila, async (tx) => {
      expect(await ouverte(tx)).toBeDefined()
      expect(await direAccord(tx, 'publique', 1, false, new Date())).toBe('dit')
      expect(await ouverte(tx)).toBeUndefined()
    })
    expect((await sans()).statut).toBe(404)
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

describe('un organisme commun', () => {
  const commun = theo.organisme
  const aller = (qui: Connectee, geste: string, champs: Record<string, string> = {}) =>
    qui.poster(`/organisme-commun${geste && `/${geste}`}`, champs)
  const page = async (qui: Connectee) => (await qui.lire('/organisme-commun')).texte
  const texte =
    'L’organisme commun décide et répond de tout ; chaque membre prépare ses sessions et tient ses preuves. '.repeat(
      2,
    )
  const sirets = {
    a: '99912047000011',
    b: '99912047000029',
    c: '99912047000037',
    tierce: '99912047000045',
  } as const
  const inviter = (siret: string, nom: string) => aller(theo, 'inviter', { siret, nom })
  const lienDe = async (qui: Connectee) =>
    /name="lien" value="([0-9a-f-]{36})"/.exec(await page(qui))?.[1] ?? ''
  const accepter = async (qui: Connectee, rang = '1') =>
    aller(qui, 'repondre', { lien: await lienDe(qui), oui: 'oui', rang })

  it('a ses membres par l’accord des deux, au texte lu ; chacune y voit son année, et celle de toutes à partir de trois', async () => {
    await base.maintenance(async (tx) => {
      for (const [court, siret] of Object.entries(sirets))
        await sql`update organisme.organisme set siret = ${siret} where organisme_id = ${m.coops[court as keyof typeof sirets].organisme}`.execute(
          tx,
        )
    })
    expect((await aller(theo, 'regler', { texte, forme: 'organisme' })).texte).toContain(
      'sa propre déclaration',
    )
    await base.maintenance((tx) =>
      sql`update organisme.organisme set nda = '53351234567' where organisme_id = ${commun}`.execute(tx),
    )
    expect((await inviter(sirets.b, 'Chez les Tisserands')).texte).toContain('qui répond de quoi')
    expect((await aller(theo, 'regler', { texte, forme: 'organisme' })).statut).toBe(303)
    expect((await inviter('99912047000052', 'Nulle part')).texte).toContain('Aucune coopérative')
    for (const [siret, nom] of [
      [sirets.b, 'Chez les Tisserands'],
      [sirets.a, 'Chez Langue et Lien'],
      [sirets.c, 'Chez Terre d’Appui'],
    ] as const)
      expect((await inviter(siret, nom)).statut, m.pannes.join()).toBe(303)
    expect((await inviter(sirets.b, 'Une autre')).texte).toContain('déjà invitée')
    // La direction seule répond, au texte d’aujourd’hui.
    expect((await aller(aline, 'repondre', { lien: await lienDe(alma), oui: 'oui', rang: '1' })).statut).toBe(
      403,
    )
    expect((await accepter(bea, '9')).texte).toContain('Le texte a changé')
    for (const qui of [bea, alma]) expect((await accepter(qui)).statut, m.pannes.join()).toBe(303)
    expect(await page(bea)).not.toContain('Langue et Lien')

    const { rows: enseignes } = await base.maintenance((tx) =>
      sql<{
        id: ActiviteId
        nom: string
      }>`select id, nom from organisme.activite where organisme_id = ${commun} and not commune order by nom`.execute(
        tx,
      ),
    )
    const chez = (mot: string) => enseignes.find((e) => e.nom.includes(mot))?.id as ActiviteId
    const annee = jourLocal(new Date(), ZONE_PAR_DEFAUT).slice(0, 4)
    await base.maintenance(async (tx) => {
      for (const activite of [chez('Tisserands'), chez('Langue'), chez('Langue')])
        await poserSession(tx, {
          organisme: commun,
          activite,
          offre: await poserOffre(tx, { organisme: commun, activite }),
          etat: 'cloturee',
          seances: [[`${annee}-01-12`, 540, 750]],
        })
    })
    const somme = async (qui: Connectee) =>
      (await en(qui, (tx) => tableauDuCommun(tx, commun, Number(annee)))).map((l) => [l.part, l.sessions])
    // À deux, le total dirait l’activité de l’autre.
    expect(await somme(bea)).toEqual([['mienne', 1]])
    expect(await somme(cleo)).toEqual([])
    expect((await accepter(cleo)).statut).toBe(303)
    // À trois dont une n’a rien fait cette année, de même : le total ne dit que les deux autres.
    expect(await somme(bea)).toEqual([['mienne', 1]])
    await base.maintenance(async (tx) => {
      const activite = chez('Appui')
      await poserSession(tx, {
        organisme: commun,
        activite,
        offre: await poserOffre(tx, { organisme: commun, activite }),
        etat: 'cloturee',
        seances: [[`${annee}-01-13`, 540, 750]],
      })
    })
    expect(await somme(bea)).toEqual([
      ['mienne', 1],
      ['toutes', 4],
    ])
    expect(await somme(theo)).toEqual([['toutes', 4]])
    expect(await somme(lila)).toEqual([])
    expect(await page(bea)).toContain('ne s’en prévaut pas ailleurs')
    // Qui n’agit chez lui que pour l’enseigne d’une membre n’y voit que ses dossiers.
    const lus = await base.enTantQue(commun, { personne: bea.personne, portee: [chez('Tisserands')] }, (tx) =>
      sql<{ a: string }>`select activite_id as a from sessions.session`.execute(tx),
    )
    expect(lus.rows).toEqual([{ a: chez('Tisserands') }])
    // Un texte changé se réaccepte.
    expect(
      (await aller(theo, 'regler', { forme: 'organisme', texte: `${texte} Et tient le registre.` })).statut,
    ).toBe(303)
    expect(await page(bea)).toContain('Accepter ce nouveau texte')
    expect((await accepter(bea, '1')).texte).toContain('Le texte a changé')
    expect((await accepter(bea, '2')).statut).toBe(303)
  })

  it('garde son certificat : aucune membre n’emploie sa déclaration d’activité, même en SQL ; il n’est membre de personne', async () => {
    const poserNda = (qui: Connectee, nda: string) =>
      codeSql(() => en(qui, (tx) => sql`update organisme.organisme set nda = ${nda}`.execute(tx)))
    expect(await poserNda(bea, '53351234567')).toBe('23514')
    expect(await poserNda(bea, '53357654321')).toBeUndefined()
    // Ni lui celle d’une membre ; et une fiche dont le numéro ne change pas s’écrit toujours.
    expect(await poserNda(theo, '53357654321')).toBe('23514')
    await base.maintenance((tx) =>
      sql`update organisme.organisme set nda = '53351234567' where organisme_id = ${bea.organisme}`.execute(
        tx,
      ),
    )
    expect(await poserNda(bea, '53351234567')).toBeUndefined()
    await base.maintenance((tx) =>
      sql`update organisme.organisme set nda = '53357654321' where organisme_id = ${bea.organisme}`.execute(
        tx,
      ),
    )
    const { rows } = await en(bea, (tx) =>
      sql<{ oui: boolean }>`select porte.declaration_d_un_commun('53351234567') as oui`.execute(tx),
    )
    expect(rows).toEqual([{ oui: true }])
    expect((await aller(bea, 'regler', { texte, forme: 'organisme' })).texte).toContain(
      'n’est pas membre d’un autre',
    )
    const lien = await lienDe(bea)
    expect((await aller(alma, 'quitter', { lien, motif: 'Pas la nôtre' })).statut).toBe(409)
    expect((await aller(bea, 'quitter', { lien, motif: 'Nous avons notre certificat' })).statut).toBe(303)
    expect(await en(bea, (tx) => tableauDuCommun(tx, commun, 2026))).toEqual([])
    expect(await poserNda(bea, '53351234567')).toBeUndefined()
    expect(await page(theo)).toContain('sortie')
    // Invitée à nouveau, elle retrouve son enseigne.
    const ouvertes = async () =>
      (
        await base.maintenance((tx) =>
          sql`select from organisme.activite where organisme_id = ${commun} and not commune`.execute(tx),
        )
      ).rows.length
    const avant = await ouvertes()
    expect((await inviter(sirets.b, 'Chez les Tisserands')).statut, m.pannes.join()).toBe(303)
    expect(await ouvertes()).toBe(avant)
  })

  it('est aussi un groupement d’employeurs, dont chaque membre répond pour le tout', async () => {
    // Ce dont des membres répondent déjà ne change pas de nature.
    expect((await aller(theo, 'regler', { texte, forme: 'groupement' })).texte).toContain(
      'ne change pas de nature',
    )
    // Il n’a pas à être déclaré organisme de formation.
    await base.maintenance((tx) =>
      sql`update organisme.organisme set nda = null where organisme_id = ${cleo.organisme}`.execute(tx),
    )
    const liens = await en(cleo, (tx) => listerCommuns(tx))
    for (const l of liens.filter((x) => x.etat === 'membre' || x.etat === 'invite'))
      await aller(cleo, 'quitter', { lien: l.id, motif: 'Un groupement plutôt' })
    expect((await aller(cleo, 'regler', { texte, forme: 'organisme' })).texte).toContain(
      'sa propre déclaration',
    )
    expect((await aller(cleo, 'regler', { texte, forme: 'groupement' })).statut).toBe(303)
    expect(
      (await aller(cleo, 'inviter', { siret: sirets.a, nom: 'Chez nous' })).statut,
      m.pannes.join(),
    ).toBe(303)
    const [lien] = (await en(alma, (tx) => listerCommuns(tx))).filter((l) => l.forme === 'groupement')
    expect(lien?.sens).toBe('membre')
    expect(await page(alma)).toContain('L1253-8')
    expect((await aller(alma, 'repondre', { lien: lien?.id ?? '', oui: 'oui', rang: '1' })).statut).toBe(303)
  })
})
