import { demanderEspaceUrl } from '#modules/espaces/index.ts'
import type { Chapitre } from './aide-chapitres.tsx'

/** La suite du métier : ce que l'on fait tous les jours autour du fil. */
export const chapitresSuite: readonly Chapitre[] = [
  {
    id: 'premiere-semaine',
    titre: 'Votre première semaine',
    corps: (
      <>
        <p>
          Cinq jours suffisent pour qu’une coopérative neuve forme, prouve et facture. Chaque jour tient en
          une heure ; la page « Premiers pas » montre où vous en êtes, et rien n’y est perdu si vous vous
          arrêtez.
        </p>
        <ol>
          <li>
            <strong>Lundi, la maison.</strong> L’identité, les lieux et leurs salles, l’équipe que l’on
            invite, qui signe et pour quoi ; le régime de TVA, sans lequel aucun prix ne se dit ; le règlement
            intérieur, relu puis émis.
          </li>
          <li>
            <strong>Mardi, ce que vous savez déjà.</strong> Importez vos personnes, vos entreprises et votre
            catalogue, puis vos sessions à venir, d’un tableau : l’essai à blanc dit ce qui entrerait, ligne
            par ligne, avant d’écrire quoi que ce soit.
          </li>
          <li>
            <strong>Mercredi, une offre et une session.</strong> Complétez une offre, validez-la, planifiez
            une session, ouvrez un dossier client, inscrivez. Regardez l’aperçu de la convention avant de
            l’émettre.
          </li>
          <li>
            <strong>Jeudi, une journée de formation.</strong> Envoyez les convocations, faites émarger sur
            votre téléphone, clôturez la feuille. Essayez d’abord avec deux collègues : une session s’annule.
          </li>
          <li>
            <strong>Vendredi, la fin.</strong> Émettez le certificat, préparez la facture, lisez la grille
            qualité de la session et ce qui manque. Réglez ensuite les questionnaires qui partent seuls et les
            rappels.
          </li>
        </ol>
      </>
    ),
  },
  {
    id: 'journee',
    titre: 'Lire sa journée',
    corps: (
      <>
        <p>
          « Aujourd’hui » dit qui est en formation, une forme par stagiaire : un disque plein a signé, un
          anneau est attendu. Seules les personnes qui répondent des présences lisent les noms de qui reste ;
          qui tient la feuille renvoie les liens tant que l’on peut signer.
        </p>
        <p>
          « À vous » montre cinq gestes : ce que la loi date et qui est dépassé, puis ce que vous avez promis,
          puis ce qui tombe dans la semaine, puis l’usage, puis le reste. « Tout ce qui vous attend » déplie
          la suite. Ce qui est dû plus tard n’est pas là : il est à sa date, dans « Échéances ».
        </p>
        <p>
          La marge dit ce qui vient dans les six mois, selon ce que vous avez le droit de lire : audit,
          habilitations et CV, demandes des personnes, délais de rétractation, versements et factures,
          mandats, bilan ; puis la prochaine rencontre du pôle et les réclamations.
        </p>
      </>
    ),
  },
  {
    id: 'planning',
    titre: 'Tenir le planning, les salles et les agendas',
    corps: (
      <>
        <p>
          « Planning » montre la semaine par personne ou par salle, et le mois. Glisser une demi-journée ouvre
          le formulaire qui la déplace, déjà rempli ; au clavier, on y va par la session. Il s’imprime,
          s’exporte, et se suit dans votre agenda par une adresse secrète que l’on arrête quand on veut.
        </p>
        <p>
          L’agenda que chacun tient ailleurs peut y paraître : donnez son adresse secrète dans « Agendas
          occupés ». On n’en garde que les heures prises, ni titre ni lieu. Planifier par-dessus avertit et ne
          refuse pas. Une absence d’un intervenant se déclare depuis sa fiche.
        </p>
      </>
    ),
  },
  {
    id: 'importer',
    titre: 'Faire entrer un tableau, en sortir un',
    corps: (
      <>
        <p>
          Personnes, entreprises, sessions, factures et relevé de banque s’importent d’un fichier CSV ; le
          catalogue, d’un fichier LHEO (celui du Carif-Oref). Les colonnes se reconnaissent, ou se
          choisissent, et ce choix vaut pour le prochain fichier du même en-tête. L’essai dit ce que ferait
          l’import ; chaque ligne à corriger porte sa phrase ; les autres entrent. Relire le même fichier ne
          change rien.
        </p>
        <p>
          Pour des sessions : une offre (titre ou code), un jour ou une période, des horaires (« 9h-12h30 /
          13h30-17h », « matin »), qui anime, où. Plusieurs lignes d’une même référence font une seule
          session. Toute liste s’exporte en CSV ou en classeur, sous le tableau.
        </p>
      </>
    ),
  },
  {
    id: 'distance',
    titre: 'Former à distance, ou au travail',
    corps: (
      <p>
        Sur la session, « À distance et au travail » : le plan des activités et leur durée estimée, que la
        convention annonce (à distance, en situation de travail, en phase réflexive), les échanges, les
        travaux rendus, les évaluations, et pour une AFEST les mises en situation et leurs temps de réflexion.
        Chaque condition que la loi demande (D6313-3-1, D6313-3-2) se montre tenue ou non, par personne. Les
        listes de connexion de vos outils se lisent et s’ajoutent aux signatures ; une durée de connexion
        seule ne prouve rien.
      </p>
    ),
  },
  {
    id: 'questionnaires',
    titre: 'Demander, et s’en servir',
    corps: (
      <>
        <p>
          Neuf questionnaires sont prêts : besoin, positionnement, acquis, à chaud, à froid, employeur,
          financeur, équipe, situation à six mois. Adaptez-en un, il devient le vôtre. Il part de la session,
          à la main ou seul, par un lien sans compte ; les rappels s’arrêtent dès qu’on a répondu, ou qu’on le
          demande.
        </p>
        <p>
          Une réponse sur papier se recopie. Les résultats disent leur effectif et se taisent quand trop peu
          de personnes ont répondu pour rester anonymes. Une personne mécontente vient dans « À suivre » le
          jour même : un rappel, une réclamation ou une action en naît.
        </p>
      </>
    ),
  },
  {
    id: 'controles',
    titre: 'Relire avant que d’autres ne relisent',
    corps: (
      <p>
        Chaque nuit, une quarantaine de règles comparent signatures, jours, salles, pièces, heures et
        factures ; « Contrôles » montre ce qui ne concorde pas, avec sa source et qui peut le réparer. Un
        constat s’accepte avec un motif, sous votre nom ; il ne s’efface pas. L’assiduité signale un
        décrochage, et un avis d’absence part à l’employeur ou au financeur après relecture, sans motif.
      </p>
    ),
  },
  {
    id: 'delegues',
    titre: 'Élire les délégués d’une longue session',
    corps: (
      <p>
        Au-delà de cinq cents heures, les stagiaires élisent un titulaire et un suppléant, au plus tôt vingt
        heures et au plus tard quarante heures après le début (R6352-9 et suivants). Sur la session,
        « Délégués » : notez le scrutin, ses tours et ses voix, ou la carence et son motif. Un procès-verbal
        est émis, et la ligne de la session le dit.
      </p>
    ),
  },
  {
    id: 'discipline',
    titre: 'Conduire une procédure disciplinaire',
    corps: (
      <p>
        Aucune sanction sans que ses griefs aient été dits (R6352-4). Si elle peut toucher la présence, il y a
        convocation, entretien, puis décision écrite et motivée, jamais avant un jour franc ni plus de quinze
        jours après l’entretien. L’écran compte ces délais, refuse hors d’eux avec leur article, et émet
        chaque écrit. Les griefs sont chiffrés : peu de personnes les lisent, et chaque lecture s’écrit. Une
        procédure s’abandonne, elle ne s’efface pas.
      </p>
    ),
  },
  {
    id: 'factures',
    titre: 'Facturer, encaisser, relancer',
    corps: (
      <>
        <p>
          Du dossier, « Factures » prépare ce qui a été suivi : qui, quoi, combien, d’après la feuille.
          Plusieurs payeurs, des acomptes déduits, un avoir plutôt qu’une correction : une facture émise ne
          change plus. Les numéros se suivent sans trou. Une facture sans session (conseil, location, livrets)
          se fait depuis « Factures ». Un financeur qui ne paie que sur certificat paie en cours d’action : la
          facture cite les certificats des périodes qu’elle facture.
        </p>
        <p>
          Un relevé de banque lu propose à quelle facture va chaque virement ; vous confirmez. Les relances se
          relisent avant de partir. Ce que vous avez facturé ailleurs s’enregistre, pour que le bilan compte
          juste. Ce qu’un client verse de trop reste une avance : elle paie sa facture suivante, d’un geste,
          ou se rend depuis son compte.
        </p>
      </>
    ),
  },
  {
    id: 'espaces',
    titre: 'Donner à chacun son espace, sans compte',
    corps: (
      <p>
        Stagiaires, entreprises clientes et intervenants sans compte ont leur page : papiers, dates, ce qui
        reste à signer, agenda, leurs données. Ils demandent leur lien à{' '}
        <a href={demanderEspaceUrl()}>{demanderEspaceUrl()}</a> avec leur courriel, ou le reçoivent de vous
        depuis leur fiche. Un lien se retire, et l’on voit quand il a servi. Chacun n’y voit que ce qui le
        regarde, jamais les autres stagiaires.
      </p>
    ),
  },
  {
    id: 'donnees',
    titre: 'Répondre de ce que vous gardez des personnes',
    corps: (
      <>
        <p>
          Depuis la fiche d’une personne, « Données » : ce que vous gardez d’elle, pourquoi, jusqu’à quand.
          Son archive se prépare d’un geste ; sa demande a un mois pour réponse, et l’écran le compte.
          L’effacement ne casse aucune preuve : ce qui doit rester reste, sans elle quand la loi le permet, et
          la page dit quoi et pourquoi.
        </p>
        <p>
          Dans « Coopérative », « Données personnelles » : les durées par genre de pièce et par financeur, la
          purge de la nuit et son rapport, le registre des traitements (article 30), le journal des lectures
          sensibles.
        </p>
      </>
    ),
  },
  {
    id: 'qualite',
    titre: 'Lire sa qualité dans son travail',
    corps: (
      <p>
        Dites dans « Cadre » vos catégories d’actions et la date de l’audit : la grille qui vaudra ce jour-là
        s’affiche. Elle se lit dans les faits ; chaque trou nomme son dossier, qui peut le réparer et la page
        où il se répare. Ce qu’aucun fait ne porte se juge, signé et daté. Les registres tiennent veille,
        réunions, intervenants et sous-traitants, avec leurs pièces et leurs termes. Le logiciel ne dit jamais
        « conforme » : seul un certificateur le dit.
      </p>
    ),
  },
  {
    id: 'evenements',
    titre: 'Traiter une réclamation, un aléa, un besoin d’adaptation',
    corps: (
      <p>
        « Événements » reçoit réclamations, signalements et demandes d’adaptation. Le récit est chiffré ; un
        besoin lié au handicap ne se lit que par la personne référente, et qui anime reçoit les mesures,
        jamais le diagnostic. Chaque affaire a ses suites, et une action d’amélioration se clôt sur ce qui a
        changé.
      </p>
    ),
  },
  {
    id: 'audit',
    titre: 'Répéter l’audit, et recevoir l’auditeur',
    corps: (
      <>
        <p>
          Un audit blanc se cadre, se gèle et se tire au sort : la graine est engagée avant, révélée après, le
          tirage se refait. Il se déroule point par point, se conclut en mineures et majeures, et une action
          ne se clôt que sur de nouveaux dossiers. Une personne d’une autre coopérative du pôle peut jouer
          l’auditeur. La marque Qualiopi ne s’écrit sur rien qui parle d’une seule action.
        </p>
        <p>
          Qui vient du dehors reçoit un lien borné à l’échantillon, ou un accès de lecture qui finit à sa
          date. Le dossier du certificateur et les preuves, rangées par indicateur, se téléchargent.
        </p>
      </>
    ),
  },
  {
    id: 'bpf',
    titre: 'Faire le bilan pédagogique et financier',
    corps: (
      <p>
        Choisissez l’exercice : chaque case se déplie jusqu’aux lignes qui la font, et un produit mène à sa
        facture. Les contrôles disent ce qui ne tient pas avant le dépôt ; « À affecter » réunit ce que le
        logiciel ne peut pas deviner. Les rubriques se recopient dans l’ordre du téléservice ; déposé, un
        bilan est gardé tel quel.
      </p>
    ),
  },
  {
    id: 'registre',
    titre: 'Le journal et le registre',
    corps: (
      <p>
        Le journal dit qui a fait quoi, sans écrire un nom qui ne puisse s’effacer. Le registre porte les
        signatures, enchaînées : rien ne s’en retire. Son export se vérifie sans nous, par une page jointe à
        l’archive ; d’autres coopératives du pôle en gardent les jalons.
      </p>
    ),
  },
  {
    id: 'public',
    titre: 'Ce que tout le monde peut lire',
    corps: (
      <p>
        Sans compte : les formations publiées, l’annuaire des coopératives, les pôles, leurs actualités et
        leur agenda, et la vérification d’une pièce par son empreinte. « Écrire » mène à la bonne personne ;
        « Rejoindre » commence une candidature. Ce que l’annuaire dit de votre coopérative se règle dans
        « Coopérative ».
      </p>
    ),
  },
  {
    id: 'chercher',
    titre: 'Chercher, et aller vite au clavier',
    corps: (
      <>
        <p>
          La recherche du haut trouve une personne, une entreprise, une session, une offre, une pièce, ou un
          chapitre de cette aide, par le début de n’importe quel mot ; accents et majuscules ne comptent pas.
        </p>
        <p>
          Hors d’un champ : <kbd>/</kbd> cherche, <kbd>?</kbd> montre tous les raccourcis, <kbd>g</kbd> puis
          une lettre mène à une entrée du sommaire (<kbd>g</kbd> <kbd>s</kbd> aux sessions, <kbd>g</kbd>{' '}
          <kbd>p</kbd> aux personnes, <kbd>g</kbd> <kbd>l</kbd> au planning). « Raccourcis clavier », au pied
          de chaque page, les montre et les éteint sur cet appareil : utile si vous dictez, ou si un logiciel
          de lecture emploie ces touches.
        </p>
      </>
    ),
  },
  {
    id: 'instance',
    titre: 'Tenir l’instance, et donner accès à l’assistance',
    corps: (
      <p>
        Une personne de l’assistance ne voit votre coopérative que si vous l’ouvrez, pour un temps que vous
        dites, en lecture seule ; sa visite est écrite au journal avant qu’elle ne lise. La sauvegarde et la
        restauration se font par la ligne de commande, chiffrées par une phrase que vous gardez.
      </p>
    ),
  },
]
