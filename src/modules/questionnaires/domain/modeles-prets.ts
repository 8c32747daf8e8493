/**
 * Les modèles prêts du premier jour, un par genre. Personne n’est obligé de les changer ; les adapter en fait un modèle d’ici.
 * Rien n’y est demandé qui ne serve l’action (L6353-9), et rien de santé : le handicap a son propre circuit.
 */
import { type Contenu, idDe, type Question } from './contenu.ts'
import type { Genre } from './genres.ts'

type Ecrite = Omit<Question, 'id' | 'obligatoire' | 'si'> & {
  readonly obligatoire?: false
  /** Rang de la question dont elle dépend, et les réponses qui l’ouvrent. */
  readonly si?: readonly [rang: number, ...parmi: string[]]
}

const composer = (intro: string, ecrites: readonly Ecrite[]): Contenu => {
  const questions: Question[] = []
  for (const { si, obligatoire, ...e } of ecrites) {
    const dont = si && questions[si[0]]
    questions.push({
      ...e,
      id: idDe(e),
      obligatoire: obligatoire ?? true,
      ...(si && dont ? { si: { question: dont.id, parmi: si.slice(1).map(String) } } : {}),
    })
  }
  return { intro, questions }
}

const note = (libelle: string, bas: string, haut: string): Ecrite => ({
  genre: 'echelle',
  libelle,
  max: 5,
  bas,
  haut,
})
const libre = (libelle: string): Ecrite => ({ genre: 'texte', libelle, obligatoire: false })
const accord = (libelle: string): Ecrite => note(libelle, 'pas du tout', 'tout à fait')

export const modelesPrets: Readonly<Record<Genre, { readonly titre: string; readonly contenu: Contenu }>> = {
  besoin: {
    titre: 'Analyse du besoin',
    contenu: composer(
      'Quelques questions avant la formation, pour qu’elle réponde à ce que vous en attendez. Elles ne servent qu’à cela.',
      [
        {
          genre: 'texte',
          section: 'Votre projet',
          libelle: 'Que voulez-vous savoir faire à la fin, que vous ne faites pas aujourd’hui ?',
        },
        { genre: 'texte', libelle: 'Dans quelles situations de travail cela vous servira-t-il ?' },
        {
          genre: 'choix',
          libelle: 'Qui est à l’origine de cette formation ?',
          choix: [
            'Moi',
            'Mon employeur',
            'Mon employeur et moi',
            'Un conseiller (France Travail, mission locale…)',
          ],
        },
        {
          genre: 'oui-non',
          section: 'Votre expérience',
          libelle: 'Avez-vous déjà suivi une formation sur ce sujet ?',
        },
        { ...libre('Laquelle, et quand ?'), si: [3, 'oui'] },
        {
          ...note(
            'Comment situez-vous votre pratique actuelle de ce sujet ?',
            'je débute',
            'j’en suis à l’aise',
          ),
        },
        {
          genre: 'plusieurs',
          section: 'Comment vous apprenez',
          libelle: 'Qu’est-ce qui vous aide à apprendre ?',
          choix: ['Essayer par moi-même', 'Voir faire', 'Échanger avec le groupe', 'Lire à mon rythme'],
          obligatoire: false,
        },
        {
          genre: 'oui-non',
          section: 'Pour bien vous accueillir',
          libelle:
            'Souhaitez-vous échanger avec la personne référente handicap, ou demander un aménagement ?',
          aide: 'Facultatif. Répondez oui ou non, sans rien dire de votre santé : elle vous appellera.',
          obligatoire: false,
          sert: 'rappel',
          alerte: ['oui'],
        },
        libre('Avez-vous une contrainte d’horaire, de lieu ou de matériel à nous dire ?'),
      ],
    ),
  },
  positionnement: {
    titre: 'Positionnement à l’entrée',
    contenu: composer(
      'Situez-vous aujourd’hui, objectif par objectif. Ce n’est pas un examen : votre réponse sert à adapter la formation.',
      [
        {
          ...note('Aujourd’hui, savez-vous :', 'pas encore', 'oui, sans aide'),
          section: 'Les objectifs de la formation',
          parObjectif: true,
        },
        {
          genre: 'oui-non',
          section: 'Avant d’entrer',
          libelle: 'Avez-vous lu ce que la formation demande de savoir avant d’entrer ?',
        },
        { ...accord('Pensez-vous remplir ces conditions ?'), si: [1, 'oui'] },
        {
          genre: 'texte',
          libelle: 'Décrivez une situation récente, en lien avec la formation, et ce que vous avez fait.',
          obligatoire: false,
        },
        libre('Sur quel objectif voulez-vous passer le plus de temps ?'),
      ],
    ),
  },
  acquis: {
    titre: 'Évaluation des acquis',
    contenu: composer(
      'Dites, pour chaque objectif, ce que l’évaluation a montré. C’est l’atteinte des objectifs que l’on note, jamais la satisfaction.',
      [
        {
          genre: 'acquis',
          section: 'Les objectifs de la formation',
          libelle: 'À la fin, la personne sait :',
          parObjectif: true,
        },
        {
          genre: 'plusieurs',
          section: 'Comment on a évalué',
          libelle: 'De quelle façon l’avez-vous vu ?',
          choix: [
            'Mise en situation observée',
            'Questionnaire ou exercice corrigé',
            'Production remise',
            'Entretien',
          ],
        },
        libre('Ce qu’il lui reste à travailler'),
      ],
    ),
  },
  chaud: {
    titre: 'Votre avis à chaud',
    contenu: composer(
      'Deux minutes, pendant que c’est frais. Une réponse franche nous aide plus qu’une réponse aimable.',
      [
        {
          ...note('Dans l’ensemble, êtes-vous satisfait de cette formation ?', 'pas du tout', 'tout à fait'),
          section: 'La formation',
          sert: 'satisfaction',
          alerte: ['1', '2'],
        },
        { ...libre('Qu’est-ce qui n’a pas convenu ?'), si: [0, '1', '2', '3'] },
        accord('Les objectifs annoncés étaient-ils clairs avant de commencer ?'),
        accord('Le contenu répondait-il à vos besoins ?'),
        { ...note('Le rythme vous a-t-il convenu ?', 'pas du tout', 'tout à fait') },
        { ...accord('La personne qui forme était-elle claire et disponible ?'), section: 'L’animation' },
        accord('Avez-vous pu pratiquer et poser vos questions ?'),
        {
          ...note('Que pensez-vous des moyens : lieu, matériel, supports ?', 'insuffisants', 'très bons'),
          section: 'L’accueil et les moyens',
          sert: 'moyens',
          alerte: ['1'],
        },
        accord('Les informations reçues avant la formation étaient-elles utiles ?'),
        {
          genre: 'oui-non',
          section: 'Et maintenant',
          libelle: 'Recommanderiez-vous cette formation ?',
          sert: 'recommandation',
        },
        libre('Qu’avez-vous trouvé le plus utile ?'),
        libre('Que faudrait-il changer ?'),
        {
          genre: 'oui-non',
          libelle: 'Souhaitez-vous qu’on vous rappelle ?',
          obligatoire: false,
          sert: 'rappel',
          alerte: ['oui'],
        },
      ],
    ),
  },
  intervenant: {
    titre: 'Bilan de la personne qui a formé',
    contenu: composer('Votre regard sur la session : il compte autant que celui des stagiaires.', [
      {
        ...note('Dans l’ensemble, comment s’est passée la session ?', 'mal', 'très bien'),
        section: 'Le déroulé',
        sert: 'satisfaction',
        alerte: ['1', '2'],
      },
      accord('Le groupe avait-il le niveau d’entrée attendu ?'),
      { genre: 'oui-non', libelle: 'Avez-vous adapté le déroulé prévu ?' },
      { ...libre('Qu’avez-vous adapté, et pourquoi ?'), si: [2, 'oui'] },
      {
        ...note('Que pensez-vous des moyens : lieu, matériel, supports ?', 'insuffisants', 'très bons'),
        section: 'Les moyens et l’organisation',
        sert: 'moyens',
        alerte: ['1'],
      },
      accord('Aviez-vous à temps les informations sur le groupe et ses besoins ?'),
      {
        genre: 'oui-non',
        section: 'La suite',
        libelle: 'Y a-t-il eu une difficulté ou un incident à traiter ?',
        alerte: ['oui'],
      },
      { ...libre('Lequel ? Ne nommez personne et ne dites rien de la santé.'), si: [6, 'oui'] },
      libre('Que proposez-vous de changer pour la prochaine session ?'),
    ]),
  },
  entreprise: {
    titre: 'Votre avis d’employeur',
    contenu: composer('Un mois après la formation, dites-nous ce que vous en voyez au travail.', [
      {
        ...note('Dans l’ensemble, êtes-vous satisfait de cette formation ?', 'pas du tout', 'tout à fait'),
        section: 'La formation',
        sert: 'satisfaction',
        alerte: ['1', '2'],
      },
      accord('A-t-elle répondu à la demande que vous aviez faite ?'),
      accord('Voyez-vous ce qui a été appris dans le travail de l’équipe ?'),
      { ...libre('Qu’est-ce qui empêche de s’en servir ?'), si: [2, '1', '2'] },
      {
        ...accord('Les échanges avec nous (devis, convention, suivi) ont-ils été simples ?'),
        section: 'Nos échanges',
      },
      { genre: 'oui-non', libelle: 'Nous confieriez-vous une autre formation ?', sert: 'recommandation' },
      libre('Quel besoin de formation voyez-vous venir ?'),
      {
        genre: 'oui-non',
        libelle: 'Souhaitez-vous qu’on vous rappelle ?',
        obligatoire: false,
        sert: 'rappel',
        alerte: ['oui'],
      },
    ]),
  },
  froid: {
    titre: 'Votre avis, quelques semaines après',
    contenu: composer(
      'La formation est finie depuis quelques semaines. Qu’en reste-t-il dans votre travail ?',
      [
        {
          ...note('Avec le recul, êtes-vous satisfait de cette formation ?', 'pas du tout', 'tout à fait'),
          section: 'Ce qui sert',
          sert: 'satisfaction',
          alerte: ['1', '2'],
        },
        {
          genre: 'choix',
          libelle: 'Vous servez-vous de ce que vous avez appris ?',
          choix: ['Souvent', 'Parfois', 'Rarement', 'Pas encore'],
        },
        {
          genre: 'plusieurs',
          libelle: 'Qu’est-ce qui vous en empêche ?',
          choix: [
            'Je n’en ai pas eu l’occasion',
            'Il me manque de la pratique',
            'Il me manque du matériel ou du temps',
            'Ce n’était pas adapté à mon travail',
          ],
          si: [1, '3', '4'],
        },
        {
          ...note('Aujourd’hui, savez-vous encore :', 'non', 'oui, sans aide'),
          section: 'Les objectifs',
          parObjectif: true,
        },
        {
          genre: 'oui-non',
          section: 'La suite',
          libelle: 'Votre situation a-t-elle changé depuis (poste, responsabilités, emploi) ?',
        },
        { ...libre('Qu’est-ce qui a changé ?'), si: [4, 'oui'] },
        libre('Une suite vous serait-elle utile ? Laquelle ?'),
        {
          genre: 'oui-non',
          libelle: 'Souhaitez-vous qu’on vous rappelle ?',
          obligatoire: false,
          sert: 'rappel',
          alerte: ['oui'],
        },
      ],
    ),
  },
  enseignements: {
    titre: 'Évaluer les enseignements',
    contenu: composer(
      'Il ne s’agit pas de dire si vous êtes content, mais de dire ce que les enseignements vous ont permis d’apprendre. Les résultats se partagent avec vous et avec l’équipe.',
      [
        {
          ...accord('Les objectifs de chaque enseignement étaient dits et compris.'),
          section: 'Les enseignements',
        },
        accord('Les enseignements du centre et le travail en entreprise se répondaient.'),
        accord('La progression laissait le temps d’apprendre avant d’être évalué.'),
        accord('Les méthodes employées m’ont aidé à apprendre.'),
        accord('Les évaluations portaient sur ce qui avait été enseigné.'),
        {
          genre: 'texte',
          section: 'Pour changer quelque chose',
          libelle: 'Quel enseignement faudrait-il changer d’abord, et en quoi ?',
        },
        libre('Qu’avez-vous appris en entreprise que le centre devrait enseigner ?'),
      ],
    ),
  },
  insertion: {
    titre: 'Que devenez-vous ?',
    contenu: composer(
      'Six mois après, votre situation nous aide à dire vrai à celles et ceux qui hésitent à s’inscrire.',
      [
        {
          genre: 'choix',
          section: 'Votre situation',
          sert: 'insertion',
          libelle: 'Quelle est votre situation aujourd’hui ?',
          choix: [
            'En emploi',
            'En création ou reprise d’activité',
            'En formation ou en études',
            'En recherche d’emploi',
            'Autre',
          ],
        },
        {
          genre: 'oui-non',
          libelle: 'Votre emploi est-il en lien avec la formation suivie ?',
          si: [0, '1', '2'],
        },
        { genre: 'date', libelle: 'Depuis quand ?', obligatoire: false, si: [0, '1', '2', '3'] },
        {
          genre: 'oui-non',
          libelle: 'La formation vous a-t-elle aidé à y parvenir ?',
          section: 'Avec le recul',
        },
        libre('Que diriez-vous à une personne qui hésite à s’inscrire ?'),
      ],
    ),
  },
  financeur: {
    titre: 'Votre avis de financeur',
    contenu: composer(
      'Une fois par an, nous demandons aux financeurs de nos formations ce qu’ils en pensent.',
      [
        {
          ...note('Êtes-vous satisfait de nos échanges ?', 'pas du tout', 'tout à fait'),
          section: 'Nos échanges',
          sert: 'satisfaction',
          alerte: ['1', '2'],
        },
        accord('Les pièces que nous vous envoyons sont-elles complètes et à temps ?'),
        accord('Nos formations répondent-elles aux besoins des publics que vous financez ?'),
        libre('Quels retours de bénéficiaires ou d’entreprises avez-vous reçus ?'),
        libre('Qu’attendez-vous de nous pour l’année qui vient ?'),
      ],
    ),
  },
}
