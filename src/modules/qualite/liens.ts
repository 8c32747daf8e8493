import { link } from '#web/links.ts'

export const qualiteUrl = link('/qualite')
export const qualiteCsvUrl = link('/qualite.csv')
export const cadreUrl = link('/qualite/cadre')
export const indicateurUrl = link('/qualite/indicateurs/:numero')
export const trousCsvUrl = link('/qualite/indicateurs/:numero/trous.csv')
export const aFaireUrl = link('/qualite/a-faire')
export const aFaireCsvUrl = link('/qualite/a-faire.csv')
export const couvertureUrl = link('/qualite/couverture')
export const couvertureCsvUrl = link('/qualite/couverture.csv')
/** Le dossier d’une session, tel qu’un auditeur l’ouvre. */
export const dossierQualiteUrl = link('/qualite/sessions/:session')
export const registresUrl = link('/qualite/registres')
export const registreUrl = link('/qualite/registres/:genre')
export const registreCsvUrl = link('/qualite/registres/:genre/lignes.csv')
export const nouvelleLigneUrl = link('/qualite/registres/:genre/nouvelle')
export const ligneUrl = link('/qualite/registres/:genre/lignes/:ligne')
/** L’entrée et le suivi d’un stagiaire. */
export const parcoursUrl = link('/sessions/:session/inscriptions/:inscription/parcours')
/** Le même besoin, le même positionnement, la même trace, pour plusieurs stagiaires d’une session à la fois. */
export const groupeUrl = link('/sessions/:session/parcours')
export const traceDeGroupeUrl = link('/sessions/:session/parcours/suivi')
export const suiviUrl = link('/sessions/:session/inscriptions/:inscription/parcours/suivi')
export const affairesUrl = link('/qualite/evenements')
export const affairesCsvUrl = link('/qualite/evenements.csv')
export const nouvelleAffaireUrl = link('/qualite/evenements/nouveau')
export const affaireUrl = link('/qualite/evenements/:affaire')
export const recitUrl = link('/qualite/evenements/:affaire/recit')
/** Une réponse à un questionnaire devient une affaire, une action, un besoin écrit, une demande d’adaptation. */
export const affaireDeReponseUrl = link('/qualite/reponses/:reponse/reclamation')
export const actionDeReponseUrl = link('/qualite/reponses/:reponse/action')
export const besoinDeReponseUrl = link('/qualite/reponses/:reponse/besoin')
export const adaptationDeReponseUrl = link('/qualite/reponses/:reponse/adaptation')
export const ateliersUrl = link('/qualite/ateliers')
export const nouvelAtelierUrl = link('/qualite/ateliers/nouveau')
export const suivisDAteliersUrl = link('/qualite/ateliers/personnes')
export const atelierUrl = link('/qualite/ateliers/:atelier')
export const auditsUrl = link('/qualite/audits')
export const auditsCsvUrl = link('/qualite/audits.csv')
export const nouvelAuditUrl = link('/qualite/audits/nouveau')
export const auditUrl = link('/qualite/audits/:audit')
export const auditPointUrl = link('/qualite/audits/:audit/points/:point')
export const auditActionUrl = link('/qualite/audits/:audit/points/:point/action')
export const auditPieceUrl = link('/qualite/audits/:audit/pieces/:piece')
/** L’audit réel : les dossiers que l’auditeur demande à voir. */
export const choisirUrl = link('/qualite/audits/:audit/dossiers')
export const fichesCsvUrl = link('/qualite/audits/:audit/fiches.csv')
/** Qui audite du dehors : proposer à un pair, donner un lien, lire ce qui fut lu. */
export const auditMissionsUrl = link('/qualite/audits/:audit/regards')
export const retirerMissionUrl = link('/qualite/audits/:audit/regards/:mission/retirer')
export const lecturesCsvUrl = link('/qualite/audits/:audit/regards/lectures.csv')
/** Les audits qu’une autre coopérative nous demande de tenir. */
export const missionsUrl = link('/qualite/missions')
export const missionUrl = link('/qualite/missions/:organisme/:mission')
export const missionPointUrl = link('/qualite/missions/:organisme/:mission/points/:point')
export const missionPieceUrl = link('/qualite/missions/:organisme/:mission/pieces/:piece')
export const missionPreuvesUrl = link('/qualite/missions/:organisme/:mission/preuves.zip')
/** Le lien de l’auditeur : un lien sans compte, en lecture, qui finit un jour dit. */
export const auditerUrl = link('/auditer/:jeton')
export const auditerPointUrl = link('/auditer/:jeton/points/:point')
export const auditerPieceUrl = link('/auditer/:jeton/pieces/:piece')
/** À qui une veille est transmise, et qui dit l’avoir lue. */
export const diffusionUrl = link('/qualite/registres/:genre/lignes/:ligne/diffusion')
/** Les veilles que la personne a reçues. */
export const veillesRecuesUrl = link('/veilles')
export const veilleRecueUrl = link('/veilles/:ligne')
/** Les améliorations des enseignes d’une CAE, et ce qui les lie à celles de la coopérative. */
export const ameliorationsUrl = link('/ameliorations')
export const nouvelleAmeliorationUrl = link('/ameliorations/nouvelle')
export const ameliorationUrl = link('/ameliorations/:ligne')
/** Les fichiers joints à une ligne de registre. */
export const jointesUrl = link('/qualite/registres/:genre/lignes/:ligne/fichiers')
export const jointeUrl = link('/qualite/registres/:genre/lignes/:ligne/fichiers/:jointe')
export const retirerJointeUrl = link('/qualite/registres/:genre/lignes/:ligne/fichiers/:jointe/retirer')
/** Les preuves d’un échantillon, rangées par indicateur, et ce que demande un certificateur. */
export const auditPreuvesUrl = link('/qualite/audits/:audit/preuves.zip')
export const auditerPreuvesUrl = link('/auditer/:jeton/preuves.zip')
export const certificateurUrl = link('/qualite/certificateur.zip')
/** Ce qui est confié au dehors : la part du CPF de chaque année, et les contrats d’où elle vient. */
export const sousTraitanceUrl = link('/qualite/sous-traitance')
export const sousTraitanceCsvUrl = link('/qualite/sous-traitance.csv')
/** Ce que les pôles partagent de veille, et ce que l’on en a décidé ici. */
export const veillePartageeUrl = link('/qualite/veille')
