import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { asId, type Id } from '#kernel/id.ts'
import { newId } from '#platform/db/new-id.ts'
import {
  type ContenuDeSortie,
  clientsQuiPartent,
  enHeures,
  pageDeSortie,
  sansPersonneFormee,
} from './archive-de-sortie.ts'
import { dateDeSortie, paiesAvant, prevuSansDouble, simulerSortie, soldeHorsTaxes } from './sortie.ts'
import { cesseAvec, emporte, titulaireDe } from './titulaires.ts'

const jour = (t: string) => dateCivile(t) as DateCivile
const caisse = {
  jour: jour('2026-11-24'),
  sortie: jour('2027-02-28'),
  tresorerie: 160_000,
  reserve: 60_000,
  dues: [
    { solde: 120_000, ht: 100_000, ttc: 120_000, echeance: '2026-12-24' },
    { solde: 50_000, ht: 50_000, ttc: 50_000, echeance: '2027-03-15' },
    { solde: 7_000, ht: 7_000, ttc: 7_000, echeance: null },
  ],
  aFacturer: 144_000,
  prevu: 100_000,
  contribution: 29_280,
  missions: -32_000,
}

describe('La caisse d’une sortie', () => {
  it('compte ce qui s’encaisse avant, hors taxes, et le verse en autant de paies qu’il reste de mois', () => {
    const s = simulerSortie(caisse)
    // 1 600 + (1 000 + 70) − 320
    expect(s.aVerser).toBe(235_000)
    expect(s.paies).toBe(4)
    expect(s.parPaie).toBe(58_750)
    // Ce que personne n’a facturé n’a pas de jour : 1 440 + 1 000 − 292,80, hors de la somme.
    expect(s.viendra).toBe(214_720)
    expect(s.apres).toBe(50_000)
    expect(s.manque).toBe(0)
    // La réserve convenue est dans la somme, et nommée ; jamais plus que la somme, ni sans trésorerie lue.
    expect(s.reserve).toBe(60_000)
    expect(simulerSortie({ ...caisse, tresorerie: -50_000 }).reserve).toBe(25_000)
    expect(simulerSortie({ ...caisse, tresorerie: null }).reserve).toBe(0)
  })

  it('dit ce qui manque plutôt qu’un salaire négatif, et ne verse rien la date passée', () => {
    const s = simulerSortie({ ...caisse, tresorerie: -900_000 })
    expect([s.aVerser, s.parPaie, s.manque]).toEqual([0, 0, 825_000])
    expect(simulerSortie({ ...caisse, sortie: jour('2026-11-23') }).paies).toBe(0)
    expect(paiesAvant(jour('2026-11-24'), jour('2026-11-24'))).toBe(1)
    expect(paiesAvant(jour('2026-11-30'), jour('2026-12-01'))).toBe(2)
  })

  it('ne compte pas deux fois une action interrompue, facturable et encore prévue', () => {
    const prevu = [{ session: 'a' }, { session: 'b' }]
    expect(prevuSansDouble(prevu, [{ session: 'a' }])).toEqual([{ session: 'b' }])
  })

  it('compte à la date essayée, sinon à la première sortie qui vient ; ni passée, ni illisible', () => {
    const ici = jour('2026-11-24')
    const notees = [jour('2026-03-31'), jour('2027-04-30'), jour('2027-01-31')]
    expect(dateDeSortie(ici, undefined, notees)).toEqual({ sortie: '2027-01-31', essai: false })
    expect(dateDeSortie(ici, '', [jour('2026-03-31')])).toEqual({ sortie: '2027-02-24', essai: true })
    expect(dateDeSortie(ici, '28/02/2027', notees)).toEqual({ sortie: '2027-02-28', essai: true })
    expect(dateDeSortie(ici, '23/11/2026', notees)).toMatchObject({
      sortie: '2027-01-31',
      fausse: 'passee',
    })
    expect(dateDeSortie(ici, '31/02/2027', notees).fausse).toBe('illisible')
  })

  it('ne perd ni n’invente un centime, quelles que soient les factures', () => {
    const due = fc
      .record({
        ht: fc.integer({ min: 1, max: 1e8 }),
        taux: fc.constantFrom(0, 2000),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ ht, taux, part }) => {
        const ttc = ht + Math.round((ht * taux) / 10_000)
        return { ht, ttc, solde: Math.round(ttc * part), echeance: null }
      })
    fc.assert(
      fc.property(
        fc.array(due, { maxLength: 8 }),
        fc.integer({ min: -1e8, max: 1e8 }),
        (dues, tresorerie) => {
          const s = simulerSortie({ ...caisse, dues, tresorerie })
          const attendu = s.lignes.reduce((t, l) => t + l.montant, 0)
          expect(s.aVerser - s.manque).toBe(attendu)
          expect(s.parPaie * s.paies).toBeLessThanOrEqual(s.aVerser)
          for (const d of dues) expect(soldeHorsTaxes(d)).toBeLessThanOrEqual(d.solde)
        },
      ),
    )
  })
})

describe('À qui est ce qui est fait', () => {
  const [elle, lui] = [newId<'Tiers'>(), newId<'Tiers'>()]
  const bien = { genre: 'programme' as const, id: asId<'Bien'>(newId()) as Id<'Bien'> }
  const dit = (titulaire: ReturnType<typeof titulaireDe>) => ({
    genre: bien.genre,
    objet: bien.id,
    titulaire,
    note: '',
  })

  it('sans rien de dit, aux personnes de l’enseigne ; sinon à qui l’on a dit en dernier', () => {
    expect(titulaireDe(bien, [])).toEqual({ qui: 'enseigne' })
    expect(
      titulaireDe(bien, [dit({ qui: 'cooperative' }), dit({ qui: 'personne', personne: elle })]),
    ).toEqual({ qui: 'personne', personne: elle })
    // Le même identifiant d’un autre genre n’est pas le même bien.
    expect(titulaireDe({ ...bien, genre: 'client' }, [dit({ qui: 'cooperative' })])).toEqual({
      qui: 'enseigne',
    })
  })

  it('qui part emporte le sien et le commun, jamais celui d’une autre ni de la coopérative', () => {
    expect(emporte({ qui: 'enseigne' }, elle)).toBe(true)
    expect(emporte({ qui: 'personne', personne: elle }, elle)).toBe(true)
    expect(emporte({ qui: 'personne', personne: lui }, elle)).toBe(false)
    expect(emporte({ qui: 'cooperative' }, elle)).toBe(false)
    // Le commun continue avec qui reste.
    expect(cesseAvec({ qui: 'enseigne' }, elle, [elle, lui])).toBe(false)
    expect(cesseAvec({ qui: 'enseigne' }, elle, [elle])).toBe(true)
    expect(cesseAvec({ qui: 'personne', personne: elle }, elle, [elle, lui])).toBe(true)
  })
})

describe('L’archive qui part', () => {
  const maud = {
    prenom: 'Maud',
    nom: 'Kervella',
    courriel: 'maud.kervella@stagiaires.example',
    telephone: '06 00 00 00 01',
  }

  it('ne nomme aucune personne formée, où qu’elle soit écrite', () => {
    const { valeur, touches } = sansPersonneFormee(
      {
        a: 'Écrit avec MAUD\u00a0KERVELLA.',
        b: ['Kervella Maud EI', 'Maudite'],
        c: { d: 'maud.kervella@stagiaires.example, 06 00 00 00 01' },
        e: 3,
      },
      [maud],
    )
    expect(JSON.stringify(valeur)).not.toMatch(/kervella|06 00/i)
    expect(valeur.b[1]).toBe('Maudite')
    expect(touches).toBe(3)
    for (const dit of ['Kervella, Maud', 'maud_kervella-devoir', 'Mme Kervella', 'MAUD-KERVELLA'])
      expect(sansPersonneFormee(dit, [maud]).valeur).not.toMatch(/kervella/i)
  })

  it('ne laisse pas non plus un nom de famille seul, sauf celui d’une cliente, d’un mot de la langue, ou de qui travaille ici', () => {
    const seul = { seul: 'capitale', gardes: ['Kervella Menuiserie', 'Jeanne Petit'] } as const
    const petit = { ...maud, prenom: 'Zoé', nom: 'Petit', courriel: null, telephone: null }
    const le = { ...petit, nom: 'Lê' }
    const net = (t: string) => sansPersonneFormee(t, [maud, petit, le], seul).valeur
    expect(net('Vu avec Kervella, KERVELLA et Kérvella.')).toBe(
      'Vu avec [une personne formée], [une personne formée] et [une personne formée].',
    )
    expect(net('Un petit groupe, puis Petit seul.')).toBe('Un petit groupe, puis [une personne formée] seul.')
    expect(net('Kervella Menuiserie, Jeanne Petit')).toBe('Kervella Menuiserie, Jeanne Petit')
    expect(net('Le plan, puis Zoé Lê')).toBe('Le plan, puis [une personne formée]')
    expect(net('Zoé Petit et Jeanne Petit')).toBe('[une personne formée] et Jeanne Petit')
    // Un nom de fichier s’écrit sans capitale.
    const fichier = { seul: 'partout' } as const
    expect(sansPersonneFormee('kervella-devoir', [maud], fichier).valeur).not.toContain('kervella')
    // Sans le demander, il reste : une structure du même nom n’est pas la personne.
    expect(sansPersonneFormee('Kervella Menuiserie', [maud]).valeur).toBe('Kervella Menuiserie')
  })

  it('la reconnaît sans ses accents, et sous toutes les façons d’écrire son téléphone', () => {
    const elodie = { prenom: 'Élodie', nom: 'Quéré', courriel: null, telephone: '06 12 34 56 78' }
    const net = (t: string) => sansPersonneFormee(t, [elodie]).valeur
    for (const t of [
      'Elodie_Quere_eval.pdf',
      'ELODIE QUERE',
      'Quéré, Élodie'.normalize('NFD'),
      'e\u0301lodie quere',
    ])
      expect(net(t), t).not.toMatch(/qu[eé]/i)
    expect(net('Relu par Élodie Quere, œuvre à finir')).toBe('Relu par [une personne formée], œuvre à finir')
    for (const t of [
      '+33 6 12 34 56 78',
      '0033612345678',
      '+33 (0)6.12.34.56.78',
      '06-12-34-56-78',
      '612345678',
    ])
      expect(net(`Appeler le ${t}.`), t).toBe('Appeler le [une personne formée].')
    // Un SIRET qui contiendrait ces chiffres n’est pas un téléphone.
    expect(net('81261234567890')).toBe('81261234567890')
    expect(net('Elodie et Quentin')).toBe('Elodie et Quentin')
  })

  it('la structure qui est la personne formée ne part pas, ni son adresse', () => {
    const client = (nom: string, courriel: string | null, telephone: string | null) => ({
      nom,
      courriel,
      telephone,
    })
    const partent = clientsQuiPartent(
      [
        client('Kervella Maud EI', null, null),
        client('Atelier du bas', 'Maud.Kervella@stagiaires.example', null),
        client('Atelier du haut', null, '+33 6 00 00 00 01'),
        client('Kervella Menuiserie', 'contact@menuiserie.example', null),
      ],
      [maud],
    )
    expect(partent.map((c) => c.nom)).toEqual(['Kervella Menuiserie'])
  })

  it('aucun nom ne passe, quels que soient le nom et le texte autour', () => {
    const mot = fc.stringMatching(/^[A-ZÉÎ][a-zéèï'-]{1,8}$/)
    fc.assert(
      fc.property(mot, mot, fc.array(fc.string()), (prenom, nom, autour) => {
        const gens = [{ ...maud, prenom, nom, courriel: null, telephone: null }]
        const { valeur } = sansPersonneFormee({ x: autour.map((a) => `${a} ${prenom} ${nom}, ${a}`) }, gens)
        for (const t of valeur.x) expect(t).not.toContain(` ${prenom} ${nom},`)
      }),
    )
  })

  it('se lit dans une page qui échappe ce qui y est écrit', () => {
    const c: ContenuDeSortie = {
      cooperative: 'Les Tisserands',
      enseigne: 'La <Navette>',
      personne: 'Salomé Diallo',
      le: '24 novembre 2026',
      programmes: [
        {
          intitule: 'Écrire & lire',
          contenu: { publicVise: 'Tous', prerequis: '' },
          fichier: 'programmes/ecrire.pdf',
        },
      ],
      supports: [],
      clientele: [
        { nom: 'Médiathèque', siret: null, adresse: 'Brest', courriel: null, telephone: null, contacts: [] },
      ],
      references: [
        { intitule: 'Écrire', du: '1', au: '2', heures: 10.5, clients: ['Médiathèque'], personnesFormees: 2 },
        { intitule: 'Lire', du: '1', au: '2', heures: enHeures(200), clients: [], personnesFormees: 1 },
      ],
    }
    const page = pageDeSortie(c)
    expect(page).toContain('La &lt;Navette&gt;')
    expect(page).toContain('<dt>public vise</dt><dd>Tous</dd>')
    expect(page).not.toContain('prerequis')
    expect(page).toContain('href="programmes/ecrire.pdf"')
    expect(page).toContain('10\u00a0h\u00a030, 2\u00a0personnes formées, pour Médiathèque')
    expect(page).toContain('3\u00a0h\u00a020, 1\u00a0personne formée.')
    expect(page).toContain('tels que déposés')
  })
})
