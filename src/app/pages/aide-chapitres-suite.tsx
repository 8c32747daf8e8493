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
            <strong>Lundi, la maison.</strong> L’identité, les lieux et leurs salles, l’équipe que vous
            invitez, qui signe et pour quoi ; le régime de TVA, sans lequel vous n’écrivez aucun prix ; le
            règlement intérieur, relu puis émis.
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
            votre téléphone, clôturez la feuille. Essayez d’abord avec deux collègues : vous pourrez annuler
            la session.
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
          anneau est attendu. Seules les personnes qui répondent des présences lisent les noms de celles qui
          restent à signer ; la personne qui tient la feuille renvoie les liens tant que les stagiaires
          peuvent signer.
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
          le formulaire qui la déplace, déjà rempli ; au clavier, passez par la session. Imprimez-le,
          exportez-le, ou suivez-le dans votre agenda par une adresse secrète, que vous arrêtez quand vous
          voulez.
        </p>
        <p>
          L’agenda que chacun tient ailleurs peut y paraître : donnez son adresse secrète dans « Agendas
          occupés ». Coforme n’en garde que les heures prises, ni titre ni lieu. Si vous planifiez par-dessus,
          il avertit et ne refuse pas. Déclarez l’absence d’une personne qui intervient depuis sa fiche : la
          demi-journée qu’elle anime propose alors qui est libre, et un bouton la lui confie et prévient
          chacun.
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
          Vous importez personnes, entreprises, sessions, factures et relevé de banque d’un tableau ; le
          catalogue, d’un fichier LHEO (celui du Carif-Oref). Coforme reconnaît les colonnes, ou vous les
          choisissez, et ce choix vaut pour le prochain fichier du même en-tête. L’essai dit ce que ferait
          l’import ; chaque ligne à corriger porte sa phrase ; les autres entrent. Relire le même fichier ne
          change rien.
        </p>
        <p>
          Pour des sessions : une offre (titre ou code), un jour ou une période, des horaires (« 9h-12h30 /
          13h30-17h », « matin »), qui anime, où. Plusieurs lignes d’une même référence font une seule
          session. Vous exportez toute liste en CSV ou en classeur, sous le tableau.
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
        La page montre, par personne, si chaque condition que la loi demande (D6313-3-1, D6313-3-2) est tenue.
        Coforme lit les listes de connexion de vos outils et les ajoute aux signatures ; une durée de
        connexion seule ne prouve rien.
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
          à la main ou seul, par un lien sans compte ; les rappels s’arrêtent dès que la personne a répondu,
          ou qu’elle le demande.
        </p>
        <p>
          Recopiez une réponse reçue sur papier. Les résultats disent leur effectif, et restent cachés quand
          trop peu de personnes ont répondu pour rester anonymes. Une personne mécontente vient dans « À
          suivre » le jour même : vous la rappelez, ou vous en faites une réclamation ou une action.
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
        factures ; « Contrôles » montre ce qui ne concorde pas, avec sa source et qui peut le réparer. Vous
        acceptez un constat avec un motif, sous votre nom ; personne ne l’efface. L’assiduité signale un
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
        chaque écrit. Les griefs sont chiffrés : peu de personnes les lisent, et Coforme garde chaque lecture.
        Vous pouvez abandonner une procédure, non l’effacer.
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
          change plus. Les numéros se suivent sans trou. Faites depuis « Factures » une facture sans session
          (conseil, location, livrets). Un financeur qui ne paie que sur certificat paie en cours d’action :
          la facture cite les certificats des périodes qu’elle facture.
        </p>
        <p>
          Un relevé de banque lu propose à quelle facture va chaque virement ; vous confirmez. Relisez les
          relances avant qu’elles ne partent. Enregistrez ce que vous avez facturé ailleurs, pour que le bilan
          compte juste. Ce qu’un client verse de trop reste une avance : d’un geste, vous en payez sa facture
          suivante, ou vous la rendez depuis son compte.
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
        depuis leur fiche. Vous pouvez retirer un lien, et vous voyez quand il a servi. Chacun n’y voit que ce
        qui le regarde, jamais les autres stagiaires.
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
          Vous préparez son archive d’un geste ; vous avez un mois pour répondre à sa demande, et l’écran le
          compte. L’effacement ne casse aucune preuve : ce qui doit rester reste, sans elle quand la loi le
          permet, et la page dit quoi et pourquoi.
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
        s’affiche. Coforme la remplit d’après vos faits ; chaque trou nomme son dossier, qui peut le réparer
        et sur quelle page. Jugez vous-même un point sans preuve : votre jugement est signé et daté. Les
        registres tiennent veille, réunions, intervenants et sous-traitants, avec leurs pièces et leurs
        termes. Transmettez une veille à des personnes : chacune la lit, le dit, et vous relancez les autres.
        En CAE, « Améliorations » relie celles d’une enseigne et celles de la coopérative. Le logiciel ne dit
        jamais « conforme » : seul un certificateur le dit.
      </p>
    ),
  },
  {
    id: 'evenements',
    titre: 'Traiter une réclamation, un aléa, un besoin d’adaptation',
    corps: (
      <p>
        « Événements » reçoit réclamations, signalements et demandes d’adaptation. Le récit est chiffré ;
        seule la personne référente lit un besoin lié au handicap, et la personne qui anime reçoit les
        mesures, jamais le diagnostic. Chaque affaire a ses suites, et vous terminez une action d’amélioration
        en écrivant ce qui a changé.
      </p>
    ),
  },
  {
    id: 'audit',
    titre: 'Répéter l’audit, et recevoir l’auditeur',
    corps: (
      <>
        <p>
          Cadrez un audit blanc, gelez-le, tirez au sort : la graine est engagée avant, révélée après, et
          chacun peut refaire le tirage. Déroulez-le point par point, concluez en mineures et majeures ; une
          action ne se termine que sur de nouveaux dossiers. Une personne d’une autre coopérative du pôle peut
          jouer l’auditeur. Coforme n’écrit la marque Qualiopi sur rien qui parle d’une seule action.
        </p>
        <p>
          Qui vient du dehors reçoit un lien borné à l’échantillon, ou un accès de lecture qui finit à sa
          date. Téléchargez le dossier du certificateur, et les preuves rangées par indicateur.
        </p>
      </>
    ),
  },
  {
    id: 'bpf',
    titre: 'Faire le bilan pédagogique et financier',
    corps: (
      <p>
        Choisissez l’exercice : dépliez chaque case jusqu’aux lignes qui la font ; un produit mène à sa
        facture. Les contrôles disent ce qui ne tient pas avant le dépôt ; « À affecter » réunit ce que le
        logiciel ne peut pas deviner, et chaque enseigne d’une CAE lit ce qu’elle y complète. Recopiez les
        rubriques, qui sont dans l’ordre du téléservice ; déposé, un bilan est gardé tel quel.
      </p>
    ),
  },
  {
    id: 'registre',
    titre: 'Le journal et le registre',
    corps: (
      <p>
        Le journal dit qui a fait quoi, sans écrire un nom qui ne puisse s’effacer. Le registre porte les
        signatures, enchaînées : personne n’en retire rien. Chacun en vérifie l’export sans nous, par une page
        jointe à l’archive ; d’autres coopératives du pôle en gardent les jalons.
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
        « Rejoindre » commence une candidature. Réglez dans « Coopérative » ce que l’annuaire dit de la vôtre.
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
        dites, en lecture seule ; sa visite est écrite au journal avant qu’elle ne lise. La personne qui
        exploite la machine sauvegarde et restaure par la ligne de commande ; la sauvegarde est chiffrée par
        une phrase que vous gardez.
      </p>
    ),
  },
]
