/** Ce que la coopérative envoie : chaque étape, son jour, ses mots ; et « tout arrêter ». */
import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { reglagesDesControlesUrl } from '#modules/controles/index.ts'
import { exigerDroit, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import {
  ecartDe,
  genres,
  lireReglageDesQuestionnaires,
  reglagesDesQuestionnairesUrl,
} from '#modules/questionnaires/index.ts'
import type { CodeEtat } from '#web/components/states.tsx'
import { Button, Etat, Form, Page, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { boiteUrl, litLaBoite } from '#web/http/boite-d-essai.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type ArretLu, listerArrets } from '../db/arrets.ts'
import { etapesRetirees, type Retiree } from '../db/propres.ts'
import { armeeDe, type EtapeReglee, lireReglages } from '../db/reglages.ts'
import { direQuand, motPublic } from '../domain/etapes.ts'
import { arreterPartout } from '../gestes/armer.ts'
import { publics } from '../lecture/lire-matrice.ts'
import {
  messagesUrl,
  nouvelleEtapeUrl,
  rebondUrl,
  reglagesUrl,
  reglerEtapeUrl,
  remettreEtapeUrl,
} from '../liens.ts'
import { champsArret, Motif, peutRegler, refusRegler } from './commun.tsx'

// ─── La liste ────────────────────────────────────────────────────────────────────────────────────

const etatDe = (e: EtapeReglee): { readonly etat: CodeEtat; readonly mot: string } => {
  if (!e.active) return { etat: 'sans-objet', mot: 'inactive' }
  if (e.conduite === 'geste') return { etat: 'a-venir', mot: 'un geste à faire' }
  if (e.conduite !== 'ici') return { etat: 'a-venir', mot: 'réglée ailleurs' }
  const armee = armeeDe(e, [])
  return armee === 'partout'
    ? { etat: 'prouve', mot: 'armée partout' }
    : armee === 'a-relire'
      ? { etat: 'partiel', mot: 'changée : à relire sur une session' }
      : { etat: 'a-venir', mot: 'à armer, session par session' }
}

const ouDe = (e: EtapeReglee, regle: boolean) =>
  e.conduite === 'questionnaires'
    ? peutSuivre('questionnaires.composer') && {
        href: reglagesDesQuestionnairesUrl(),
        libelle: 'Questionnaires',
      }
    : e.conduite === 'controles'
      ? peutSuivre('organisme.regler') && { href: reglagesDesControlesUrl(), libelle: 'Rappels et avis' }
      : regle
        ? {
            href: reglerEtapeUrl({ code: e.code }),
            libelle: e.conduite === 'geste' ? 'Changer le jour' : 'Régler',
          }
        : undefined

const formArret = emptyForm<'motif'>()

const Liste = ({
  reglees,
  retirees,
  tout,
  regle,
  convoque,
  boite,
}: {
  retirees: readonly Retiree[]
  reglees: readonly EtapeReglee[]
  tout: ArretLu | undefined
  regle: boolean
  boite: boolean
  /** Écrire et donner un avis reçu est à qui convoque : régler n’y suffit pas. */
  convoque: boolean
}) => (
  <Page
    title="Envois"
    lede="Ce qui s’envoie autour d’une session : à qui, quand, avec quels mots. Rien ne part seul sans avoir été lu une fois sur une vraie session, puis armé."
  >
    {publics.map((p) => (
      <Section
        titre={motPublic[p]}
        id={p}
        {...(regle && p !== 'financeurs'
          ? { outils: [{ libelle: 'Ajouter une étape', href: withQuery(nouvelleEtapeUrl(), { a: p }) }] }
          : {})}
      >
        <Table
          legende={`Étapes, ${motPublic[p].toLowerCase()}`}
          lignes={reglees.filter((e) => e.publics === p)}
          colonnes={[
            {
              titre: 'Étape',
              entete: true,
              cell: (e) => (
                <>
                  {e.nom}
                  <br />
                  <small class="sub">{e.phrase}</small>
                </>
              ),
            },
            { titre: 'Quand', cell: (e) => direQuand(e) },
            {
              titre: 'D’où vient ce délai',
              cell: (e) => (
                <small class="sub">
                  {e.source.texte} ({e.source.marque})
                </small>
              ),
            },
            { titre: 'État', cell: (e) => <Etat {...etatDe(e)} /> },
            {
              titre: 'Geste',
              cell: (e) => {
                const ou = ouDe(e, regle)
                return ou ? (
                  <a href={ou.href}>
                    {ou.libelle}
                    <span class="unseen"> : {e.nom}</span>
                  </a>
                ) : (
                  ''
                )
              },
            },
          ]}
        />
      </Section>
    ))}
    {retirees.length > 0 ? (
      <Section titre="Étapes retirées" id="retirees" sous={compter(retirees.length, 'étape')}>
        <ul>
          {retirees.map((r) => (
            <li>
              {r.nom}, retirée le {formaterDate(jourLocal(r.le, ZONE_PAR_DEFAUT), 'court')}
              {regle ? (
                <Form form={emptyForm()} action={remettreEtapeUrl({ code: r.code })} classe="enligne">
                  <Button>
                    Remettre<span class="unseen"> « {r.nom} »</span>
                  </Button>
                </Form>
              ) : null}
            </li>
          ))}
        </ul>
      </Section>
    ) : null}
    <Section
      titre="Écrire hors d’une session"
      id="messages"
      {...(convoque ? { outils: [{ libelle: 'Les messages', href: messagesUrl() }] } : {})}
    >
      <p>
        À des personnes choisies, ou aux contacts d’entreprises : relu pour chacun, envoyé une fois, gardé à
        son journal.
      </p>
    </Section>
    {boite ? (
      <Section titre="La boîte d’essai" id="boite" outils={[{ libelle: 'L’ouvrir', href: boiteUrl() }]}>
        <p>Aucun serveur d’envoi n’est branché : les courriels restent sur cette machine, et s’y lisent.</p>
      </Section>
    ) : null}
    <Section
      titre="Un courriel revenu"
      id="revenu"
      {...(convoque ? { outils: [{ libelle: 'Donner l’avis reçu', href: rebondUrl() }] } : {})}
    >
      <p>
        Un refus immédiat se note seul. Certaines boîtes refusent des minutes plus tard, par un message à
        l’adresse qui envoie : donné ici, plus rien ne part à une adresse morte.
      </p>
    </Section>
    <Section titre="Tout arrêter" id="arreter">
      {tout ? (
        <p>
          <Etat etat="a-juger" mot="tout est arrêté" /> depuis le{' '}
          {formaterDate(jourLocal(tout.poseLe, ZONE_PAR_DEFAUT), 'long')}
          {tout.motif ? ` : ${tout.motif}` : ''}. Ni étape, ni rappel, ni avis ne part seul ; ce que vous
          envoyez d’un geste part toujours.
        </p>
      ) : (
        <p>
          Retient tout ce qui partirait seul, dans toutes les sessions : étapes, questionnaires, rappels, avis
          d’absence. Ce que vous envoyez d’un geste part toujours.
        </p>
      )}
      {regle ? (
        <Form form={formArret} action={reglagesUrl()} classe="arret">
          {tout ? null : <Motif form={formArret} />}
          <p>
            {tout ? (
              <Button geste="reprendre">Reprendre les envois</Button>
            ) : (
              <Button genre="grave" geste="arreter">
                Tout arrêter
              </Button>
            )}
          </p>
        </Form>
      ) : null}
    </Section>
  </Page>
)

export const reglagesPage = new Hono<Env>()
  .get(reglagesUrl(), exigerDroit('inscriptions.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      const [reglees, arrets, q] = [
        await lireReglages(tx),
        await listerArrets(tx),
        await lireReglageDesQuestionnaires(tx),
      ]
      // Un questionnaire a son jour chez lui : un seul endroit le dit.
      const dites = reglees.map((e) =>
        e.conduite === 'questionnaires' && Object.hasOwn(genres, e.code)
          ? { ...e, ecart: ecartDe(e.code as keyof typeof genres, q) }
          : e,
      )
      return c.html(
        <Liste
          reglees={dites}
          retirees={await etapesRetirees(tx)}
          tout={arrets.find((a) => a.session === null && a.code === null && a.personne === null)}
          regle={await peutRegler(tx, visiteur)}
          boite={litLaBoite(c)}
          convoque={
            peutVisiteur(visiteur, 'inscriptions.convoquer') && !visiteur.lectureSeule && !visiteur.assistance
          }
        />,
      )
    }),
  )
  .post(reglagesUrl(), exigerDroit('inscriptions.lire'), async (c) => {
    const lu = await readForm(champsArret, c)
    return pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!(await peutRegler(tx, visiteur))) return forbidden(c, refusRegler)
      const reprend = lu.ok && lu.geste === 'reprendre'
      const motif = lu.ok ? (lu.data.motif ?? '') : ''
      const le = c.get('services').clock.now()
      await arreterPartout(tx, visiteur, reprend ? 'reprendre' : 'arreter', motif, le)
      return redirectWith(c, `${reglagesUrl()}#arreter`, {
        genre: 'fait',
        fort: reprend ? 'Les envois reprennent.' : 'Tout est arrêté.',
        suite: reprend
          ? 'Ce qui fut retenu et vaut encore repart à la prochaine tournée.'
          : 'Rien ne part plus seul.',
      })
    })
  })
