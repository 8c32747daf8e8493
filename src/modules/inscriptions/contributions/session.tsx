/** Ce que les inscriptions montrent et savent d'une session : ses clients, et ce qui leur manque. */

import { asId } from '#kernel/id.ts'
import { formaterMontant, type Montant, somme } from '#kernel/montant.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import {
  estSienne,
  partTenue,
  type SessionLue,
  seLitAuTableau,
  sessionUneFois,
  sessionUrl,
} from '#modules/sessions/index.ts'
import { resoudre } from '#modules/tiers/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { ButtonLink, Empty, Etat, Section, Table } from '#web/components.tsx'
import type { ManqueDeSession, SessionContribution } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import type { Inscrit } from '../db/inscriptions.queries.ts'
import { estDue, signeTard } from '../domain/a-temps.ts'
import { direDebutDansLeDelai } from '../domain/debut-anticipe.ts'
import { motRegime } from '../domain/dossier.ts'
import { prendUnClient, refusDInscrire } from '../domain/ouverture.ts'
import { estEteint } from '../domain/vivant.ts'
import { debutDuDossier } from '../gestes/anticiper-debut.ts'
import { ceQuilPeut } from '../lecture/geste-du-fil.ts'
import { lecturesDeLaPage } from '../lecture/lectures-de-la-page.ts'
import { lireADistance, lireOffreMuette, noterADistanceUrl } from '../lecture/lire-a-distance.ts'
import { dossiersUneFois, inscritsUneFois, remisesUneFois } from '../lecture/lire-une-fois.ts'
import { motsDe } from '../lecture/mots-du-prix.ts'
import { enEst, porteeDe } from '../lecture/portee.ts'
import {
  dossierUrl,
  finInscriptionUrl,
  inscrireUrl,
  nouveauDossierUrl,
  piecesDeSessionUrl,
  prevenirUrl,
} from '../liens.ts'
import { issueDeLOffre } from '../pages/issues.ts'
import { avenants } from './avenants.tsx'
import { manquesDuCpf } from './cpf.tsx'
import { filDeLaSession } from './fil.ts'

// La page a déjà vérifié que la session est celle de la personne, si son droit s'y limite.
const sien = { estSien: true } as const

const lireTout = async (tx: TenantTx, sessionId: string, visiteur: Visiteur) => {
  const session = asId<'Session'>(sessionId)
  if (!session) return undefined
  // Qui voit tout n'a pas à relire la session : la page vient de le faire.
  const lue = peutVisiteur(visiteur, 'inscriptions.lire') ? undefined : await sessionUneFois(tx, session)
  const portee = lue ? await porteeDe(tx, visiteur, 'inscriptions.lire', lue) : 'tout'
  const [dossiers, inscrits] = await Promise.all([dossiersUneFois(tx, session), inscritsUneFois(tx, session)])
  const montres = dossiers.filter((d) => enEst(portee, d.id))
  return {
    session,
    dossiers: montres,
    inscrits: inscrits.filter((i) => i.closeLe === null && enEst(portee, i.dossier)),
    eteints: new Set<string>(montres.filter((d) => estEteint(d, inscrits)).map((d) => d.id)),
  }
}

/** La page demande les faits, puis la section, dans la même transaction : on ne relit pas, sauf ce qui fut essayé (`sansGarder`). */
const lectures = uneFois(async () => new Map<string, ReturnType<typeof lireTout>>())
const lire = async (tx: TenantTx, sessionId: string, visiteur: Visiteur): ReturnType<typeof lireTout> => {
  const lues = await lectures(tx, 'inscriptions')
  const lu = lues.get(sessionId) ?? lireTout(tx, sessionId, visiteur)
  lues.set(sessionId, lu)
  return lu
}

const Signature = ({ d, tard }: { d: DossierLu; tard: boolean }) =>
  d.retracteLe ? (
    <Etat etat="manquant" mot="rétracté" />
  ) : d.regime === 'cpf' ? (
    <Etat etat="sans-objet" mot="sur la plateforme" />
  ) : d.signeLe ? (
    // Signée trop tard, elle l’est : ce n’est pas une preuve entière, et le contrôle la relève.
    <Etat etat={tard ? 'partiel' : 'prouve'} mot={tard ? 'signé après le début' : 'signé'} />
  ) : d.demarrageSansSignature ? (
    <Etat etat="partiel" mot="à signer, démarrage permis" />
  ) : (
    <Etat etat={d.regime === 'contrat' ? 'manquant' : 'partiel'} mot="à signer" />
  )

const noms = (gens: readonly Inscrit[]): string =>
  `${enumerer(gens.slice(0, 4).map((i) => `${i.prenom} ${i.nom}`))}${gens.length > 4 ? `, et ${gens.length - 4} de plus` : ''}`

/** Ce que la part à distance demande : à l’offre, que les pièces recopient ; à la session, que les contrôles liront. */
const aDistance = async (
  tx: TenantTx,
  session: SessionLue,
  visiteur: Visiteur,
  maintenant: Date,
  avantLeDebut: string,
): Promise<ManqueDeSession[]> => {
  const [muette, notes] = await Promise.all([
    lireOffreMuette(tx, session, maintenant),
    lireADistance(tx, session, maintenant),
  ])
  const planifie = peutVisiteur(visiteur, 'sessions.planifier', {
    estSien: estSienne(session, visiteur.personneId),
  })
  const issue = muette && issueDeLOffre(muette.phrase, session, maintenant, planifie)
  return [
    ...(muette && issue
      ? [
          {
            etat: 'manquant' as const,
            chose: (
              <>
                <strong>Part à distance à décrire</strong> : {muette.phrase.replace(/^L/, 'l')}
              </>
            ),
            qui: 'L’équipe',
            quand: 'avant d’émettre les pièces',
            geste: <a href={issue.href}>{issue.libelle}</a>,
          },
        ]
      : []),
    ...notes.map((m) => ({
      etat: m.etat,
      chose: (
        <>
          <strong>{m.titre}</strong> : {m.phrase}
        </>
      ),
      qui: 'L’équipe',
      quand: m.genre === 'evaluation' ? 'avant la fin' : avantLeDebut,
      // En assistance, rien ne se note au registre.
      geste:
        planifie && !visiteur.assistance ? <a href={noterADistanceUrl(session, m.genre)}>{m.geste}</a> : null,
    })),
  ]
}

const manquesDe = async (
  tx: TenantTx,
  sessionId: string,
  visiteur: Visiteur,
  maintenant: Date,
  commencee: boolean,
): Promise<ManqueDeSession[]> => {
  const lu = await lire(tx, sessionId, visiteur)
  // D’une échéance passée, la page dit qu’elle est passée.
  const avantLeDebut = commencee ? 'en retard' : 'avant le début'
  if (!lu) return []
  const { session, dossiers, inscrits, eteints } = lu
  const lien = (d: DossierLu, mot: string) => <a href={dossierUrl({ session, dossier: d.id })}>{mot}</a>
  const manques: ManqueDeSession[] = []
  const aSigner = dossiers.filter(
    (d) => !d.signeLe && !eteints.has(d.id) && !d.demarrageSansSignature && d.regime !== 'cpf',
  )
  for (const d of aSigner)
    manques.push({
      etat: d.regime === 'contrat' ? 'manquant' : 'partiel',
      chose: (
        <>
          <strong>{motRegime[d.regime]} à signer</strong> : {d.client} ({d.article}).
        </>
      ),
      qui: d.client,
      quand: d.regime === 'contrat' ? 'avant l’inscription' : avantLeDebut,
      geste: lien(d, 'Ouvrir'),
    })
  const lue = await sessionUneFois(tx, session)
  for (const d of dossiers) {
    const debut = lue && !eteints.has(d.id) ? debutDuDossier(d, lue, maintenant) : undefined
    if (debut)
      manques.push({
        etat: debut.signe && debut.delaiJours === 14 ? 'manquant' : 'partiel',
        chose: (
          <>
            <strong>Début dans le délai de rétractation</strong> : {d.client}. {direDebutDansLeDelai(debut)}
          </>
        ),
        qui: d.client,
        quand: avantLeDebut,
        geste: lien(d, debut.signe ? 'Noter sa demande' : 'Ouvrir'),
      })
  }
  const [remises, racines] = await Promise.all([
    dossiers.length === 0 ? [] : remisesUneFois(tx, session),
    // Une fiche gardée est sa propre racine : on ne suit que les renvois des autres.
    resoudre(
      tx,
      inscrits.filter((i) => i.reunie).map((i) => i.personne),
    ),
  ])
  // Une ligne pour tous : ce sont les mêmes papiers, et le même geste.
  const recoivent = dossiers
    .filter((d) => d.regime !== 'sous-traitance-recue')
    .map((dossier) => ({ dossier, siens: inscrits.filter((i) => i.dossier === dossier.id) }))
  const parPersonne = Map.groupBy(remises, (r) => r.inscription)
  const aQui = (manque: (i: Inscrit) => boolean) =>
    recoivent.map((d) => ({ ...d, siens: d.siens.filter(manque) })).filter((d) => d.siens.length > 0)
  const ou = (de: ReturnType<typeof aQui>, mot: string) =>
    de.length === 1 && de[0] ? lien(de[0].dossier, mot) : <a href={piecesDeSessionUrl({ session })}>{mot}</a>
  const sans = aQui((i) => (parPersonne.get(i.id)?.length ?? 0) < 2)
  const muets = aQui((i) => parPersonne.get(i.id)?.some((r) => r.accuseLe === null) ?? false)
  const gens = (de: ReturnType<typeof aQui>) => de.flatMap((d) => d.siens)
  if (sans.length > 0)
    manques.push({
      etat: 'manquant',
      chose: (
        <>
          <strong>Information et règlement à remettre</strong> : {noms(gens(sans))} (C. trav., art. L6353-8).
        </>
      ),
      qui: 'L’équipe',
      quand: 'avant l’inscription définitive',
      geste: ou(sans, 'Remettre'),
    })
  if (muets.length > 0)
    manques.push({
      etat: 'partiel',
      chose: (
        <>
          <strong>{compter(gens(muets).length, 'accusé')} à recevoir</strong> : {noms(gens(muets))}.
        </>
      ),
      qui: muets.length === 1 && muets[0] ? muets[0].dossier.client : 'Chaque client',
      quand: avantLeDebut,
      geste: ou(muets, 'Demander'),
    })
  for (const memes of Map.groupBy(inscrits, (i) => racines.get(i.personne) ?? i.personne).values()) {
    const [un, enTrop] = memes
    if (un && enTrop)
      manques.push({
        etat: 'manquant',
        chose: (
          <>
            <strong>Inscription en double</strong> : {un.prenom} {un.nom}, par des fiches réunies depuis. Elle
            compterait deux fois au BPF.
          </>
        ),
        qui: 'L’équipe',
        quand: 'avant la fin',
        geste: <a href={finInscriptionUrl({ session, inscription: enTrop.id })}>Annuler celle en trop</a>,
      })
  }
  if (lue) manques.push(...(await aDistance(tx, lue, visiteur, maintenant, avantLeDebut)))
  const sansDossier = inscrits.filter((i) => i.dossier === null)
  const [unique, autre] = dossiers.filter((d) => !eteints.has(d.id))
  const chez =
    unique &&
    (autre ? `${sessionUrl({ session })}#clients` : `${dossierUrl({ session, dossier: unique.id })}#gens`)
  if (sansDossier.length > 0)
    manques.push({
      etat: 'manquant',
      chose: (
        <>
          <strong>{unique ? 'À rattacher à un dossier client' : 'Dossier client à ouvrir'}</strong> :{' '}
          {noms(sansDossier)}. Sans lui, on ne sait ni qui achète ni qui paie.
        </>
      ),
      qui: 'L’équipe',
      quand: avantLeDebut,
      geste: <a href={chez ?? nouveauDossierUrl({ session })}>{chez ? 'Rattacher' : 'Ouvrir un dossier'}</a>,
    })
  return manques
}

const section = async (tx: TenantTx, sessionId: string, visiteur: Visiteur, maintenant: Date) => {
  if (!peutVisiteur(visiteur, 'inscriptions.lire', sien)) return undefined
  const lu = await lire(tx, sessionId, visiteur)
  if (!lu) return undefined
  const { session, dossiers, inscrits, eteints } = lu
  const lue = await sessionUneFois(tx, session)
  if (!lue) return undefined
  const { convenu } = motsDe(lue)
  const premiere = partTenue(lue).seances[0]
  const peut = peutVisiteur(visiteur, 'dossiers.ouvrir', sien)
  // Qui ne suit qu’un client n’écrit pas à toute la session.
  const previent = (await porteeDe(tx, visiteur, 'inscriptions.convoquer', lue)) === 'tout'
  const vivants = dossiers.filter((d) => !eteints.has(d.id))
  const total = somme(vivants.map((d) => d.prix as Montant))
  const sansDossier = inscrits.filter((i) => i.dossier === null)
  const tenues = inscrits.filter((i) => i.etat === 'inscrit').length
  const ferme = refusDInscrire({ ...lue, inscrits: tenues })
  return (
    <Section
      titre="Clients et inscrits"
      id="clients"
      // Le tableau des présences nomme déjà chacun sous son client, avec sa signature.
      plie={
        dossiers.length > 0 && seLitAuTableau(lue.seances, maintenant)
          ? compter(vivants.length, 'dossier', { zero: 'Aucun dossier en cours' })
          : undefined
      }
      {...(dossiers.length > 0
        ? {
            // Le prix de qui ne vient plus n’est pas à attendre.
            sous: [
              ...(seLitAuTableau(lue.seances, maintenant)
                ? []
                : [compter(vivants.length, 'dossier', { zero: 'aucun dossier en cours' })]),
              ...(vivants.length > 0 ? [`${formaterMontant(total)} ${convenu}`] : []),
              ...(eteints.size > 0 ? [`${eteints.size} sans suite`] : []),
            ].join(', '),
          }
        : {})}
      outils={[
        ...(peut && prendUnClient(lue.etat) && dossiers.length > 0
          ? [{ libelle: 'Ouvrir un dossier', href: nouveauDossierUrl({ session }) }]
          : []),
        { libelle: 'Remises et convocations', href: piecesDeSessionUrl({ session }) },
        ...(inscrits.length > 0 && previent ? [{ libelle: 'Avis', href: prevenirUrl({ session }) }] : []),
      ]}
    >
      {dossiers.length === 0 ? (
        <Empty
          titre="Aucun client n’a de dossier."
          gestes={
            peut && prendUnClient(lue.etat) ? (
              <ButtonLink href={nouveauDossierUrl({ session })} genre="main">
                Ouvrir un dossier
              </ButtonLink>
            ) : undefined
          }
        >
          Un dossier par client : qui achète, qui signe, qui paie. Coforme en déduit s’il faut une convention
          ou un contrat.
        </Empty>
      ) : (
        <Table
          legende="Dossiers clients"
          lignes={dossiers}
          colonnes={[
            {
              titre: 'Client',
              entete: true,
              cell: (d) => <a href={dossierUrl({ session, dossier: d.id })}>{d.client}</a>,
            },
            { titre: 'Régime', cell: (d) => motRegime[d.regime] },
            {
              titre: 'Personnes',
              nombre: true,
              cell: (d) => String(inscrits.filter((i) => i.dossier === d.id).length),
            },
            { titre: `Prix ${convenu}`, nombre: true, cell: (d) => formaterMontant(d.prix) },
            {
              titre: 'Signature',
              cell: (d) => <Signature d={d} tard={estDue(d.regime) && signeTard(d, premiere, lue.zone)} />,
            },
          ]}
        />
      )}
      {sansDossier.length > 0 ? (
        <p>
          <Etat etat="manquant" mot="sans dossier client" />
           : {noms(sansDossier)}.{' '}
          {vivants.length > 0 ? 'Ouvrez le dossier de leur client pour les y rattacher. ' : ''}
          {peut && !ferme && dossiers.length > 0 ? (
            <a href={inscrireUrl({ session })}>Inscrire d’autres personnes</a>
          ) : null}
        </p>
      ) : null}
    </Section>
  )
}

export const contributionInscriptions: SessionContribution = {
  nom: 'inscriptions',
  rang: 40,
  section,
  prelire: (tx, sessionId, visiteur) =>
    peutVisiteur(visiteur, 'inscriptions.lire', sien) ? lecturesDeLaPage(tx, sessionId) : [],
  async faits(tx, sessionId, visiteur, maintenant) {
    if (!peutVisiteur(visiteur, 'inscriptions.lire', sien)) return {}
    const lu = await lire(tx, sessionId, visiteur)
    const session = lu && (await sessionUneFois(tx, lu.session))
    if (!lu || !session) return {}
    const inscrit = peutVisiteur(visiteur, 'inscriptions.inscrire', sien)
    const peut = ceQuilPeut(visiteur, estSienne(session, visiteur.personneId))
    const [fil, cpf, manques] = await Promise.all([
      filDeLaSession(tx, { ...lu, session }, maintenant, peut),
      manquesDuCpf(
        tx,
        session,
        lu.dossiers.filter((d) => !d.retracteLe),
        maintenant,
        inscrit,
      ),
      manquesDe(tx, sessionId, visiteur, maintenant, (session.seances[0]?.debut ?? maintenant) < maintenant),
    ])
    return {
      manques: [...avenants(fil.avenants, session.id), ...cpf, ...manques],
      arrets: fil.arrets ?? [],
      suites: inscrit ? (fil.suites ?? []) : [],
    }
  },
}
