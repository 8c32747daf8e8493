// Long parce que la matrice, les étapes, les écrits et l’arrêt d’une session se lisent d’une page.
/** « Envois et attentes » : les personnes en lignes, les étapes en colonnes ; ce qui est parti, ce qui manque, ce qui est arrêté. */

import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { controlesUrl, reglagesDesControlesUrl } from '#modules/controles/index.ts'
import { exigerDroit, peutSuivre, Vers } from '#modules/organisme/index.ts'
import { questionnairesDeSessionUrl } from '#modules/questionnaires/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import { estSienne } from '#modules/sessions/index.ts'
import { personneUrl } from '#modules/tiers/index.ts'
import type { Column } from '#web/components/lists.tsx'
import type { CodeEtat } from '#web/components/states.tsx'
import { Button, Empty, Etat, Exporter, Form, Page, Section, Table } from '#web/components.tsx'
import { pageContext } from '#web/context.ts'
import { repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { type Ecrit, ecritsDeLaSession } from '../db/ecrits.ts'
import { envoisDeLaSession } from '../db/envois.ts'
import { type Cellule, type EtatCellule, motCellule } from '../domain/cellule.ts'
import { direQuand, motPublic, nomDEtape, type Public } from '../domain/etapes.ts'
import { arreterLaSession } from '../gestes/armer.ts'
import { lireMatrice, publics } from '../lecture/lire-matrice.ts'
import type { Colonne, Ligne, Matrice } from '../lecture/matrice.ts'
import { ecrireUrl, ecritUrl, envoisCsvUrl, envoisUrl, etapeUrl, recusUrl, reglagesUrl } from '../liens.ts'
import { champsArret, cheminSession, chemins, Journal, journalCsv, Motif, pourEnvois } from './commun.tsx'

const codes: Readonly<Record<EtatCellule, CodeEtat>> = {
  fait: 'prouve',
  parti: 'partiel',
  prevu: 'a-venir',
  attendu: 'a-venir',
  retard: 'manquant',
  arrete: 'a-juger',
  rejete: 'manquant',
  'sans-objet': 'sans-objet',
}
const jourCourt = (d: Parameters<typeof formaterDate>[0]) => formaterDate(d, 'court').replace(/ \d{4}$/, '')

/** « parti le 12 nov. », « attendu le 3 déc. » : toujours un mot, une forme et un jour. */
const Case = ({ c, quoi, sienne }: { c: Cellule | undefined; quoi: string; sienne: boolean }) => {
  if (!c) return null
  const mot = [
    c.etat === 'sans-objet' ? (c.mot ?? motCellule[c.etat]) : motCellule[c.etat],
    c.le ? `${c.etat === 'arrete' ? ', prévu' : ''} le ${jourCourt(c.le)}` : '',
    c.mot && c.etat !== 'sans-objet' ? `, ${c.mot}` : '',
  ].join('')
  const etat = <Etat etat={codes[c.etat]} mot={mot} />
  return c.href && (!c.droit || peutSuivre(c.droit, { liste: !sienne })) ? (
    <a href={c.href}>
      {etat}
      <span class="unseen"> : {quoi}</span>
    </a>
  ) : (
    etat
  )
}

const Qui = ({ l, p }: { l: Ligne; p: Public }) => (
  <>
    {l.personne && p !== 'clients' ? (
      <Vers droit="inscriptions.lire" href={recusUrl({ personne: l.personne })}>
        {l.nom}
      </Vers>
    ) : (
      l.nom
    )}
    {l.sansCourriel ? (
      <>
        <br />
        <Etat etat="manquant" mot="sans courriel" />
      </>
    ) : null}
    {l.defaut ? (
      <>
        <br />
        <Etat etat="manquant" mot="adresse qui ne répond plus" />
      </>
    ) : null}
    {l.arret ? (
      <>
        <br />
        <Etat etat="a-juger" mot="envois arrêtés pour elle" />
      </>
    ) : null}
  </>
)

const Tableau = ({
  p,
  colonnes,
  lignes,
  sienne,
}: {
  sienne: boolean
  p: Public
  colonnes: readonly Colonne[]
  lignes: readonly Ligne[]
}) => (
  <Section titre={motPublic[p]} id={p} sous={compter(lignes.length, 'personne', { zero: 'aucune personne' })}>
    {lignes.length === 0 ? (
      <p>{p === 'financeurs' ? 'Aucun financeur hors du client.' : 'Personne ici pour l’instant.'}</p>
    ) : (
      <Table
        legende={`${motPublic[p]} et étapes`}
        classe="matrice"
        lignes={lignes}
        colonnes={[
          {
            titre: p === 'clients' || p === 'financeurs' ? 'Structure' : 'Personne',
            entete: true,
            cell: (l) => <Qui l={l} p={p} />,
          },
          // Un rappel n’est pas une case : il part à qui n’a pas signé, et son fait est dans l’émargement.
          ...colonnes
            .filter((c) => c.code !== 'rappel-signature')
            .map(
              (c): Column<Ligne> => ({
                titre: c.ancre === 'demi' ? c.court : `${c.court}, ${jourCourt(c.jour)}`,
                cell: (l) => <Case c={l.cellules.get(c.code)} quoi={`${c.nom}, ${l.nom}`} sienne={sienne} />,
              }),
            ),
        ]}
      />
    )}
  </Section>
)

const etatDEtape = (c: Colonne): { readonly etat: CodeEtat; readonly mot: string } =>
  c.arret && c.seul
    ? {
        etat: 'a-juger',
        mot: c.arret.code ? 'arrêtée' : c.arret.session ? 'session arrêtée' : 'tout est arrêté',
      }
    : c.armee === 'session'
      ? { etat: 'prouve', mot: 'armée pour cette session' }
      : c.armee === 'partout'
        ? { etat: 'prouve', mot: 'armée pour toutes les sessions' }
        : c.armee === 'a-relire'
          ? { etat: 'partiel', mot: 'changée : à relire' }
          : c.conduite === 'ici'
            ? { etat: 'a-venir', mot: 'ne part pas seule' }
            : c.seul
              ? { etat: 'prouve', mot: 'part seule' }
              : { etat: 'a-venir', mot: c.conduite === 'geste' ? 'un geste à faire' : 'ne part pas seule' }

const ouRegler = (
  c: Colonne,
  session: string,
): { readonly libelle: string; readonly href: string } | undefined =>
  c.conduite === 'ici'
    ? { libelle: 'Relire et armer', href: etapeUrl({ session, code: c.code }) }
    : c.conduite === 'questionnaires' && peutSuivre('questionnaires.lire')
      ? { libelle: 'Questionnaires', href: questionnairesDeSessionUrl({ session }) }
      : c.conduite === 'controles' && peutSuivre('organisme.regler')
        ? { libelle: 'Rappels et avis', href: reglagesDesControlesUrl() }
        : undefined

type Vu = {
  readonly session: SessionLue
  readonly m: Matrice
  readonly ecrits: readonly Ecrit[]
  readonly envoie: boolean
}

const Arrets = ({ session, m, envoie }: Vu) => {
  const tout = m.arrets.find((a) => a.session === null && a.code === null && a.personne === null)
  const sienne = m.arrets.find((a) => a.session === session.id && a.code === null && a.personne === null)
  const formArret = emptyForm<'motif'>()
  return (
    <Section titre="Arrêter" id="arreter">
      {tout ? (
        <p>
          <Etat etat="a-juger" mot="tout est arrêté" /> pour toute la coopérative, depuis le{' '}
          {formaterDate(jourLocal(tout.poseLe, session.zone), 'long')}
          {tout.motif ? ` : ${tout.motif}` : ''}. <a href={reglagesUrl()}>Voir et reprendre</a>
        </p>
      ) : null}
      {sienne ? (
        <p>
          <Etat etat="a-juger" mot="session arrêtée" /> depuis le{' '}
          {formaterDate(jourLocal(sienne.poseLe, session.zone), 'long')}
          {sienne.motif ? ` : ${sienne.motif}` : ''}. Rien n’y part seul ; ce que vous envoyez d’un geste part
          toujours.
        </p>
      ) : (
        <p>
          Un arrêt retient ce qui partirait seul dans cette session. Ce que vous envoyez d’un geste part
          toujours.
        </p>
      )}
      {envoie ? (
        <Form form={formArret} action={envoisUrl({ session: session.id })} classe="arret">
          {sienne ? null : <Motif form={formArret} />}
          <p>
            {sienne ? (
              <Button geste="reprendre">Reprendre les envois de cette session</Button>
            ) : (
              <Button genre="grave" geste="arreter">
                Arrêter les envois de cette session
              </Button>
            )}
          </p>
        </Form>
      ) : null}
    </Section>
  )
}

const Vue = (vu: Vu) => {
  const { session, m, ecrits, envoie } = vu
  const adresses = [...m.lignes.values()].flat().filter((l) => l.defaut)
  const etapesIci = [...m.colonnes.values()].flat()
  return (
    <Page
      title="Envois et attentes"
      lede={`${session.intitule}. Qui a reçu quoi, ce que l’on attend encore, et ce qui partira seul.`}
      path={chemins(session)}
    >
      {m.empechements.length > 0 ? (
        <Section titre="Ce qui n’a pas pu partir" id="empeche">
          <ul>
            {m.empechements.map((e) => (
              <li>
                <Etat etat="manquant" mot={nomDEtape(e.code)} /> {e.phrase}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {adresses.length > 0 ? (
        <Section titre="Adresses à refaire" id="adresses" sous={compter(adresses.length, 'adresse')}>
          <ul>
            {adresses.map((l) => (
              <li>
                {l.personne ? <a href={recusUrl({ personne: l.personne })}>{l.nom}</a> : l.nom} : plus rien ne
                part à {l.courriel}. Demandez-lui une autre adresse
                {l.personne ? (
                  <>
                    , puis{' '}
                    <Vers droit="inscriptions.lire" href={personneUrl({ personne: l.personne })}>
                      corrigez sa fiche
                    </Vers>
                  </>
                ) : null}
                .
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <div class="matrices">
        {publics.map((p) => (
          <Tableau
            p={p}
            colonnes={m.colonnes.get(p) ?? []}
            lignes={m.lignes.get(p) ?? []}
            sienne={estSienne(session, pageContext().visiteur?.personneId)}
          />
        ))}
      </div>
      <Section
        titre="Les étapes"
        id="etapes"
        outils={[
          { libelle: 'Régler pour toutes les sessions', href: reglagesUrl() },
          { libelle: 'Contrôles', href: controlesUrl() },
        ]}
      >
        <Table
          legende="Étapes de la session"
          lignes={etapesIci}
          colonnes={[
            { titre: 'Étape', entete: true, cell: (c) => `${c.nom}, ${motPublic[c.publics].toLowerCase()}` },
            {
              titre: 'Quand',
              cell: (c) =>
                c.ancre === 'demi' ? direQuand(c) : `${formaterDate(c.jour, 'court')}, ${direQuand(c)}`,
            },
            { titre: 'État', cell: (c) => <Etat {...etatDEtape(c)} /> },
            {
              titre: 'Geste',
              cell: (c) => {
                const ou = ouRegler(c, session.id)
                return ou && (envoie || c.conduite !== 'ici') ? (
                  <a href={ou.href}>
                    {ou.libelle}
                    <span class="unseen"> : {c.nom}</span>
                  </a>
                ) : (
                  ''
                )
              },
            },
          ]}
        />
      </Section>
      <Section
        titre="Écrire à plusieurs"
        id="ecrire"
        {...(envoie
          ? { outils: [{ libelle: 'Écrire un message', href: ecrireUrl({ session: session.id }) }] }
          : {})}
      >
        {ecrits.length === 0 ? (
          <p>Aucun message écrit à plusieurs.</p>
        ) : (
          <ul>
            {ecrits.map((e) => (
              <li>
                <Vers
                  droit="inscriptions.convoquer"
                  sien
                  href={ecritUrl({ session: session.id, ecrit: e.id })}
                >
                  {e.objet}
                </Vers>{' '}
                <Etat
                  etat={e.confirmeLe ? 'prouve' : 'partiel'}
                  mot={
                    e.confirmeLe
                      ? `confirmé le ${formaterDate(jourLocal(e.confirmeLe, session.zone), 'court')}`
                      : 'brouillon'
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section
        titre="Journal"
        id="journal"
        sous={compter(m.envois.length, 'courriel', { zero: 'aucun courriel' })}
      >
        {m.envois.length === 0 ? (
          <Empty titre="Aucun courriel n’est encore parti">
            Chaque envoi s’inscrira ici, avec ce qu’il est devenu.
          </Empty>
        ) : (
          <>
            <Journal envois={m.envois.slice(0, 60)} zone={session.zone} />
            <p class="sub">
              {m.envois.length > 60 ? `Les 60 derniers sur ${m.envois.length}. ` : ''}
              <Exporter href={envoisCsvUrl({ session: session.id })} quoi="le journal" />
            </p>
          </>
        )}
      </Section>
      <Arrets {...vu} />
    </Page>
  )
}

const SansDates = ({ session }: { session: SessionLue }) => (
  <Page title="Envois et attentes" lede={session.intitule} path={chemins(session)}>
    <Empty titre="Cette session n’a pas encore de dates">
      Les étapes se comptent du premier et du dernier jour : posez-les d’abord.
    </Empty>
  </Page>
)

export const sessionEnvoisPage = new Hono<Env>()
  .use(cheminSession, exigerDroit('inscriptions.lire'))
  .get(`${cheminSession}.csv`, exigerDroit('inscriptions.lire'), (c) =>
    pourEnvois(c, {}, async (tx, { session }) =>
      repondreCsv(
        c,
        `envois-${session.numero}`,
        journalCsv(await envoisDeLaSession(tx, session.id, 5000), session.zone),
      ),
    ),
  )
  .get(cheminSession, (c) =>
    pourEnvois(c, {}, async (tx, { session, envoie, organisme }) => {
      const { keys, clock } = c.get('services')
      if (!session.debut || !session.fin) return c.html(<SansDates session={session} />)
      const [m, ecrits] = await Promise.all([
        lireMatrice(tx, session, { keys, organisme, maintenant: clock.now() }),
        ecritsDeLaSession(tx, session.id),
      ])
      return c.html(<Vue session={session} m={m} ecrits={ecrits} envoie={envoie} />)
    }),
  )
  .post(cheminSession, async (c) => {
    const lu = await readForm(champsArret, c)
    return pourEnvois(c, { envoyer: true }, async (tx, { session }) => {
      const ici = envoisUrl({ session: session.id })
      if (!lu.ok) return redirectWith(c, ici, { genre: 'mal', fort: 'Le motif est trop long.' })
      const reprend = lu.geste === 'reprendre'
      const le = c.get('services').clock.now()
      await arreterLaSession(tx, session, reprend ? 'reprendre' : 'arreter', lu.data.motif ?? '', le)
      return redirectWith(c, `${ici}#arreter`, {
        genre: 'fait',
        fort: reprend ? 'Les envois reprennent.' : 'Les envois de cette session sont arrêtés.',
        suite: reprend
          ? 'Ce qui fut retenu et vaut encore repart à la prochaine tournée.'
          : 'Rien n’y part seul tant que vous ne les reprenez pas.',
      })
    })
  })
