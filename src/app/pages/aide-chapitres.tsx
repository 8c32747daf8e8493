import type { Child } from 'hono/jsx'
import { dureeEnMots } from '#modules/comptes/index.ts'
import { reglagesUrl as envoisReglagesUrl } from '#modules/etapes/index.ts'
import type { IdChapitre } from '#web/aide-des-pages.ts'
import { avertissementsUrl } from '#web/links.ts'

/** Un geste du métier, dit à qui le fait pour la première fois. */
export type Chapitre = { readonly id: IdChapitre; readonly titre: string; readonly corps: Child }

/** Le fil d'une formation, de la maison au certificat. */
export const chapitresDuFil: readonly Chapitre[] = [
  {
    id: 'stagiaire',
    titre: 'Vous êtes stagiaire, ou vous signez pour une entreprise',
    corps: (
      <p>
        Vous n’avez ni compte ni mot de passe. Le courriel de l’organisme porte un lien personnel : il dit ce
        qu’il permet, et il expire. Depuis ce lien, sur un téléphone aussi, vous signez une demi-journée, vous
        accusez réception de vos informations, vous lisez et signez une convention. S’il ne marche plus,
        demandez-en un autre : l’organisme en envoie un en un geste.
      </p>
    ),
  },
  {
    id: 'maison',
    titre: 'Préparer la coopérative',
    corps: (
      <>
        <p>
          Dans « Coopérative » : l’identité (nom, SIRET, numéro de déclaration, téléphone, adresse, que vos
          pièces impriment), les lieux, l’équipe, puis les signataires. La personne qui dirige s’y inscrit par
          sa fonction ; elle peut ensuite déléguer, pour des pièces et jusqu’à un montant. Vous tenez les
          salles depuis « Sessions ».
        </p>
        <p>
          Établissez aussi le règlement intérieur : Coforme le joint à la convention, et vous le remettez à
          chaque stagiaire. Tant qu’il manque, vous n’émettez ni convention ni contrat.
        </p>
      </>
    ),
  },
  {
    id: 'offre',
    titre: 'Écrire une offre et la publier',
    corps: (
      <p>
        Au catalogue, écrivez l’offre, ou lisez le catalogue de votre Carif-Oref (un fichier LHEO). La valider
        la fige en version et permet de la planifier ; la publier la montre à tous, dans les formations, sans
        compte. La page de l’offre nomme ce qui manque avant de publier. Pour la corriger, reprenez-la : la
        version en ligne y reste jusqu’à la suivante. Une session déjà planifiée garde la sienne ; sa page
        propose de suivre la nouvelle, tant qu’elle n’a pas commencé.
      </p>
    ),
  },
  {
    id: 'session',
    titre: 'Planifier une session',
    corps: (
      <p>
        Une offre validée, des demi-journées, une salle ou un lieu, une personne qui anime. Coforme ne réserve
        deux fois ni une salle ni une personne. Coupez en deux une séance qui traverse midi, ou qui dure plus
        de cinq heures ; un dimanche ou un jour férié demande un motif. Ouvrez ensuite les inscriptions. Vous
        pouvez ensuite modifier, reporter, interrompre ou annuler la session ; ce qui est émargé ne bouge
        plus. D’une session « en présence et à distance », dites de chaque demi-journée si les stagiaires la
        suivent sur place ou à distance, en changeant la session : la convocation dira à chacun quand se
        déplacer. Sa page nomme ce qui manque au dossier de la personne qui anime, ou au contrat de celle qui
        vient du dehors ; ce manque retient la confirmation.
      </p>
    ),
  },
  {
    id: 'dossier',
    titre: 'Ouvrir un dossier client et inscrire',
    corps: (
      <>
        <p>
          Sur la session, ouvrez un dossier : qui achète, qui signe, combien, qui paie. La somme des
          financements est le prix. Coforme en calcule le régime, avec son article : convention, contrat avec
          un particulier, compte personnel de formation, ou sous-traitance reçue d’un autre organisme. Une
          même session peut mêler ces clients.
        </p>
        <p>
          Inscrivez ensuite, une personne à la fois ou en collant une liste. Remettez l’information préalable
          et le règlement intérieur avant l’inscription définitive (L6353-8). Pour un contrat, Coforme vérifie
          le délai de rétractation et l’échéancier : rien n’est dû avant la fin du délai, 30 % au plus ensuite
          (L6353-6). Une rétractation vaut du jour de son envoi ; la personne qui a signé son contrat par
          lien, à distance, hors établissement ou après un démarchage, se rétracte aussi par ce lien : Coforme
          l’écrit au dossier et en envoie l’accusé. Si l’action commence dans ce délai, la session le dit, et
          la personne peut le demander expressément en signant.
        </p>
      </>
    ),
  },
  {
    id: 'pieces',
    titre: 'Émettre une pièce et la faire signer',
    corps: (
      <>
        <p>
          Depuis le dossier, « Pièces » : regardez l’aperçu, puis émettez. La pièce est numérotée et figée ;
          non signée, une autre la remplace ; signée, un avenant la complète. Faites-la partir à la signature
          par un lien et un code, ou déposez le papier signé et sa date. Pour la coopérative, une personne qui
          en a le pouvoir signe depuis la page de la pièce.
        </p>
        <p>
          D’un geste, vous envoyez informations et convocations à toute la session. Quiconque a un PDF en
          vérifie l’empreinte, sans compte. « Tout emporter », au bas de la session, réunit ses pièces en une
          archive, avec l’index de ce qui manque.
        </p>
      </>
    ),
  },
  {
    id: 'visa',
    titre: 'En CAE, demander et donner un visa',
    corps: (
      <p>
        Devis, convention, contrat et avenant engagent toute la coopérative : ils attendent le visa de
        l’équipe d’appui, dans « Visas ». Accordé, la pièce peut partir ; refusé, la pièce montre le motif, et
        vous en émettez une autre. Une mission au dehors, une salle que l’on vous demande, un achat du pôle
        que la coopérative rejoint y sont aussi, dans le même lot. Ouvrez une pièce : chacune mène à la
        suivante ; puis cochez d’un lien ce que vous avez ouvert, cinquante à la fois.
      </p>
    ),
  },
  {
    id: 'activite',
    titre: 'En CAE, suivre son activité, intervenir ailleurs, être habilité·e',
    corps: (
      <>
        <p>
          « Mon activité » dit ce qui vous attend, et où en est l’année : facturé, contribution, charges,
          missions, résultat. Dépliez la contribution : chaque pièce y dit sa tranche, sa base et son taux.
          L’équipe d’appui pose les barèmes, et tranche ce qu’ils ne disent pas. Une autre enseigne n’en lit
          rien.
        </p>
        <p>
          « Sa réserve » : l’équipe d’appui propose une somme à mettre de côté, ou à reprendre ; vous
          l’accordez ou la refusez. Accordée, Coforme l’ôte du salaire possible.
        </p>
        <p>
          Une collègue d’une autre enseigne intervient pour vous ? Demandez la mission dans « Entre
          enseignes ». Elle l’accorde ; après le dernier jour, l’une constate les heures tenues, l’autre les
          confirme. Coforme écrit alors la somme des deux côtés : ni facture, ni TVA, ni contribution. Pour
          des missions qui se répètent, convenez d’un cadre d’avance.
        </p>
        <p>
          Plusieurs enseignes vendent sous une marque commune ? Sa page propose les parts ; chaque enseigne
          accorde la sienne. L’équipe d’appui établit alors la convention : vous signez votre exemplaire par
          le lien reçu. Les parts changent ? Elle en établit un autre.
        </p>
        <p>
          « Habilitations » dit qui peut former, à quoi, jusqu’à quelle revue. Vous demandez la vôtre ;
          l’équipe d’appui note le parcours, le comité décide avec son quorum, et personne sur son propre
          dossier. Si la direction l’a réglé ainsi, vous ne confirmez une session qu’avec des personnes
          habilitées à ses dates, ou par une dérogation motivée.
        </p>
        <p>
          Quitter la coopérative ? La page de l’enseigne mène à ce qui reste à tenir, signer, facturer,
          encaisser et prouver, et à ce que la caisse permet de verser d’ici là. L’archive qui part est à
          vous : programmes, supports, clientèle, références ; les preuves et les noms des stagiaires restent
          ici.
        </p>
      </>
    ),
  },
  {
    id: 'emargement',
    titre: 'Faire émarger',
    corps: (
      <>
        <p>
          Ouvrez la feuille d’une demi-journée depuis « Aujourd’hui ». La personne qui anime envoie les liens,
          ou pose une tablette : chacun touche son nom et écrit ses initiales. Les stagiaires signent du début
          de la séance à deux heures après sa fin. Une tablette posée vous déconnecte de l’appareil : il passe
          de main en main.
        </p>
        <p>
          Une absence a un motif choisi dans une liste, jamais rien de la santé. Régularisez, avec un motif,
          une présence constatée trop tard. À la fin, la personne qui anime signe la feuille, ce qui la clôt.
          Vous corrigez encore une feuille close : Coforme ajoute la correction au registre, et n’en ôte rien.
        </p>
      </>
    ),
  },
  {
    id: 'certificats',
    titre: 'Émettre les certificats',
    corps: (
      <p>
        Quand les feuilles sont closes, « Certificats » sur la session : chacun dit les heures réellement
        suivies, d’après le registre. Si le registre change, le certificat est à remplacer, et l’écran le dit.
        Des stagiaires reçus d’un autre organisme ont un extrait de présence : c’est lui qui leur doit le
        certificat. Certificats et attestations partent à chacun par un lien ; l’extrait, au donneur d’ordre.
      </p>
    ),
  },
  {
    id: 'personnes',
    titre: 'Tenir les personnes et les entreprises',
    corps: (
      <p>
        Cherchez par le début de n’importe quel mot, sans accents. Une personne qui intervient a des titres et
        des statuts datés. La fiche d’une personne montre les sessions qui prennent encore du monde : un
        bouton l’y inscrit. Réunissez depuis « Doublons » deux fiches d’une même personne : rien n’est
        déplacé, et vous pouvez les séparer.
      </p>
    ),
  },
  {
    id: 'pole',
    titre: 'Faire pôle avec d’autres coopératives',
    corps: (
      <>
        <p>
          Dans « Pôle » : rejoignez-en un, ou proposez-en un, que d’autres coopératives signent ; à trois, il
          naît. Invitez à une rencontre, tenez-la, écrivez-en le compte rendu ; chaque coopérative peut
          l’amender pendant sept jours, puis il est validé et peut paraître. Chaque coopérative a une voix par
          vote ; sous le quorum, rien n’est décidé. Tant que votre demande n’est pas visée, vous ne voyez rien
          du pôle. Les coopératives y partagent leur veille : chacune la reprend chez elle, dans « Qualité »,
          et en décide. Changez sur la page du pôle ce que vous cherchez et proposez ; deux semaines avant que
          le pôle ne le montre plus, un courriel vous demande si c’est toujours vrai. Vous pouvez suivre les
          rencontres dans votre agenda.
        </p>
        <p>
          « Comptes courants » dit ce que les coopératives d’un pôle se prêtent : l’une note une salle, une
          journée, du matériel ; l’autre accorde ; les soldes bougent. Le pôle vote un plafond, la personne
          qui l’anime le reporte, chaque coopérative le prend en ouvrant son compte. Coforme retient ce qui
          est convenu jusqu’à une échéance. Contestez, ou corrigez, une ligne fausse. Chaque coopérative voit
          les soldes des autres si toutes l’acceptent. En fin d’année, les comptes sont arrêtés : signez votre
          relevé, faites ou confirmez le virement que la compensation vous donne.
        </p>
        <p>
          « Vivier » montre des personnes qui forment dans les coopératives voisines. Écrivez votre fiche,
          puis acceptez ce que vous voulez partager : la fiche, vos demi-journées libres ou occupées, votre
          plancher. Un accord retiré l’est aussitôt. La personne qui cherche lit pourquoi une fiche répond,
          demande à joindre, et attend votre réponse.
        </p>
        <p>
          Dans « Salles du pôle », vous prêtez une salle ou du matériel : écrivez ses configurations et leurs
          places, ses prix, ce que vous gardez d’une annulation. La coopérative qui demande choisit une
          configuration ; elle garde le prix et l’annulation de ce jour-là. Vous louez aussi hors du pôle, à
          une structure de votre carnet : Coforme tient l’heure pour tous, et vous préparez la facture sur la
          fiche.
        </p>
      </>
    ),
  },
  {
    id: 'envois',
    titre: 'Laisser partir seul, écrire, arrêter',
    corps: (
      <>
        <p>
          « Envois et attentes », sur une session, montre chaque personne et chaque étape : ce qui est parti,
          ce qui manque, ce qui partira seul. Rien ne part seul avant d’avoir été lu : ouvrez une étape,
          relisez ce que chacun recevrait, puis armez-la pour la session, ou pour toutes. Changez son jour ou
          ses mots dans <a href={envoisReglagesUrl()}>Envois</a> : elle attend alors d’être relue. Ajoutez-y
          une étape à vous, et armez-la de même.
        </p>
        <p>
          Une adresse qui refuse ne reçoit plus rien ; « Aujourd’hui » dit à qui en demander une autre, et la
          page de la personne montre tout ce qu’elle a reçu. « Arrêter » retient ce qui partirait seul, pour
          une étape, une session, une personne ou toute la coopérative ; ce que vous envoyez d’un geste part
          toujours. « Écrire un message » part une fois à chacun ; s’il est une information, chacun peut s’en
          désabonner. Hors d’une session, « Écrire à plusieurs » part de la liste que vous avez cherchée dans
          « Personnes » ou « Entreprises ». Un courriel vous revient ? « Envois », puis « Un courriel revenu »
          : donnez l’avis, l’adresse morte ne reçoit plus rien.
        </p>
        <p>
          Choisissez dans <a href={avertissementsUrl()}>Mon compte, Courriels</a> ce que Coforme vous écrit, à
          vous : aussitôt, dans un résumé du matin, ou jamais.
        </p>
      </>
    ),
  },
  {
    id: 'compte',
    titre: 'Votre compte',
    corps: (
      <ul>
        <li>
          Il naît d’une invitation, envoyée par qui administre votre coopérative. Le lien vaut{' '}
          {dureeEnMots('invitation')}.
        </li>
        <li>
          Mot de passe oublié : la page de connexion envoie un lien qui vaut {dureeEnMots('reinitialisation')}
          .
        </li>
        <li>
          Dans une coopérative d’activité, le haut de la page dit, sous le nom de la coopérative, pour quelle
          enseigne vous agissez ; changez-la au même endroit.
        </li>
        <li>Un accès qui a une date de fin la montre en haut, à côté de votre nom.</li>
        <li>
          Réglez un second facteur dans « Mon compte » ; gardez les codes de secours ailleurs que dans le
          téléphone.
        </li>
        <li>
          Un geste refusé dit qui peut le faire, et l’article qui le demande s’il y en a un. La touche « / »
          mène à la recherche.
        </li>
      </ul>
    ),
  },
  {
    id: 'panne',
    titre: 'Une page est en panne',
    corps: (
      <p>
        Elle montre un numéro. Donnez-le à la personne qui tient cette instance : il mène à la ligne du
        journal technique, qui ne contient aucune donnée de personne.
      </p>
    ),
  },
]
