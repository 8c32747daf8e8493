// biome-ignore-all lint/a11y/useSemanticElements: <search> n’est pas encore dit par tous les lecteurs d’écran
import type { Child } from 'hono/jsx'
import { formaterDate, formaterPeriode, nomDuJour } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { ficheUrl, modalites } from '#modules/catalogue/index.ts'
import { verifierUrl } from '#modules/documents/index.ts'
import {
  agendaDesPoles,
  direPole,
  type PoleOuvert,
  polesOuverts,
  type Rencontre,
  type RetourEnListe,
  retoursPublies,
} from '#modules/pole/index.ts'
import type { PublicTx } from '#platform/db/index.ts'
import { PublicPage, Table } from '#web/components.tsx'
import { accueilUrl, aideUrl, chapitreUrl, connexionUrl, withQuery } from '#web/links.ts'
import { type LigneAnnuaire, lireAnnuaire } from '../db/annuaire.ts'
import { lireMentions } from '../db/contacts.ts'
import { type FormationEnTete, formationsEnTete } from '../db/porte-d-entree.ts'
import { enLettres, lettres } from '../domain/en-lettres.ts'
import {
  agendaIcsUrl,
  agendaUrl,
  cooperativesUrl,
  cooperativeUrl,
  formationsUrl,
  rejoindreLUnionUrl,
  retoursUrl,
  unionUrl,
} from '../liens.ts'
import { Pied } from './cadre.tsx'
import { direForme } from './cooperative-fiche.tsx'
import { Etoffe } from './etoffe.tsx'
import { direRencontre, ListeRetours } from './union.page.tsx'

const formationsMontrees = 5
/** Au-delà, l’annuaire et sa carte. */
const cooperativesMontrees = 20
/** Lues au plus : au-delà, leur nombre ne s’écrit pas. */
const cooperativesLues = 37
/** Ce que l’accueil montre d’une instance qui a une Union. */
export type PorteDEntree = {
  readonly union: string
  readonly poles: readonly PoleOuvert[]
  readonly cooperatives: readonly LigneAnnuaire[]
  readonly chantiers: readonly string[]
  readonly prochaine: Rencontre | undefined
  readonly retours: readonly RetourEnListe[]
  readonly formations: readonly FormationEnTete[]
  readonly total: number
}

/** Rien tant qu’aucun pôle ne se montre et que personne n’a dit le nom de l’Union : l’instance n’est qu’à une coopérative. */
export const lirePorteDEntree = async (tx: PublicTx, le: Date): Promise<PorteDEntree | undefined> => {
  const [poles, { nom }] = [await polesOuverts(tx), await lireMentions(tx)]
  if (poles.length === 0 && nom === '') return undefined
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const retours = await retoursPublies(tx, { limite: 100 })
  const groupes = poles.flatMap(
    (p) =>
      retours.find((r) => r.contenu.code === p.code && r.contenu.groupes.length > 0)?.contenu.groupes ?? [],
  )
  return {
    union: nom,
    poles,
    cooperatives: await lireAnnuaire(tx, {}, cooperativesLues),
    chantiers: [...new Set(groupes.map((g) => g.nom))],
    prochaine: (await agendaDesPoles(tx, le)).find((r) => r.etat === 'convoquee'),
    retours,
    ...(await formationsEnTete(tx, jour, formationsMontrees)),
  }
}

const Sect = ({ id, titre, children }: { id: string; titre: string; children?: Child }) => (
  <section class="sect" aria-labelledby={id}>
    <div class="sect-h">
      <h2 id={id}>{titre}</h2>
    </div>
    {children}
  </section>
)

/** « mardi 15 décembre », sans l’année : la grande date de la maquette. */
const grandJour = (jour: Parameters<typeof formaterDate>[0]) =>
  `${nomDuJour(jour)} ${formaterDate(jour).replace(/ \d{4}$/, '')}`

const Prochaine = ({ r, retours }: { r: Rencontre; retours: number }) => {
  const jour = jourLocal(r.debut, r.zone)
  const muettes = Math.max(0, r.membres - r.viennent - r.hesitent)
  return (
    <div class="rencontre">
      <p class="jour">
        <time datetime={jour}>{grandJour(jour)}</time>
      </p>
      <div>
        <p class="lede">
          {r.titre} du {direPole(r.pole)}, {direRencontre(r).replace(/^.*? \d{4}, /, '')}. {r.acces}
        </p>
        <p class="compte">
          <span class="marks" aria-hidden="true">
            {Array.from({ length: Math.min(24, r.membres) }, (_, i) => (
              <i
                class={i < r.viennent ? 'prouve' : i < r.viennent + r.hesitent ? 'partiel' : 'sans-reponse'}
              />
            ))}
          </span>{' '}
          <span>
            {[
              r.viennent > 0
                ? `${enLettres(r.viennent, 'coopérative')} ${r.viennent > 1 ? 'viennent' : 'vient'}`
                : 'personne n’a encore dit oui',
              r.hesitent > 0
                ? `${lettres[r.hesitent] ?? r.hesitent} ${r.hesitent > 1 ? 'hésitent' : 'hésite'}`
                : '',
              muettes > 0
                ? `${lettres[muettes] ?? muettes} ${muettes > 1 ? 'n’ont' : 'n’a'} pas répondu`
                : '',
            ]
              .filter(Boolean)
              .join(', ')}
          </span>
        </p>
        <p class="rdv-do">
          <a href={agendaUrl()}>L’agenda des pôles</a>{' '}
          <a href={withQuery(agendaIcsUrl(), { pole: r.code })}>Mettre à l’agenda</a>{' '}
          {retours > 0 ? (
            <a href={retoursUrl()}>
              {retours > 1 ? 'Les retours des rencontres passées' : 'Le retour de la première'}
            </a>
          ) : null}
        </p>
      </div>
    </div>
  )
}

const Formations = ({ p }: { p: PorteDEntree }) => (
  <div>
    <form
      class="chercher"
      method="get"
      action={formationsUrl()}
      role="search"
      aria-label="Chercher une formation"
    >
      <p class="field">
        <label for="f-q">Que voulez-vous apprendre ?</label>
        <input id="f-q" name="q" type="text" maxlength={100} aria-describedby="f-q-a" />
        <small id="f-q-a">un métier, une langue, un geste : anglais, plan, atelier</small>
      </p>
      <p class="field">
        <label for="f-m">Comment ?</label>
        <select id="f-m" name="modalite">
          <option value="">Sur place ou à distance</option>
          {Object.entries(modalites).map(([code, nom]) => (
            <option value={code}>{nom}</option>
          ))}
        </select>
      </p>
      <p>
        <button class="button main" type="submit">
          Chercher
        </button>
      </p>
    </form>
    {p.formations.length > 0 ? (
      <>
        <Table
          legende="Les prochaines formations"
          classe="rangs formations-t note"
          lignes={p.formations}
          colonnes={[
            {
              titre: 'Formation',
              entete: true,
              cell: (f) => (
                <>
                  <a href={ficheUrl({ offre: f.offre })}>{f.intitule}</a>{' '}
                  <small>{[f.organismeNom, f.ville].filter(Boolean).join(', ')}</small>
                </>
              ),
            },
            {
              titre: 'Prochaine date',
              cell: (f) => (f.date ? formaterPeriode(f.date.du, f.date.au) : 'aucune date annoncée'),
            },
            { titre: 'Durée', cell: (f) => formaterDuree(f.duree) },
            {
              titre: 'Prix',
              nombre: true,
              cell: (f) => (
                <>
                  <span class="prix">{formaterMontant(f.prix)}</span> <small>{f.motDuPrix}</small>
                </>
              ),
            },
          ]}
        />
        <p class="note">
          <a href={formationsUrl()}>
            {p.total > 1 ? `Les ${enLettres(p.total, 'formation')}` : 'La formation en ligne'}
          </a>
          ,{' '}
          {p.total > 1
            ? 'telles que les coopératives les ont publiées'
            : 'telle que sa coopérative l’a publiée'}
          . Prix par stagiaire.
        </p>
      </>
    ) : (
      <p>Aucune formation n’est encore publiée ici.</p>
    )}
  </div>
)

const Portes = ({ p, demo }: { p: PorteDEntree; demo: boolean }) => (
  <div class="portes">
    <div>
      <h3>Stagiaire</h3>
      <p>
        Pas de compte, pas de mot de passe : ouvrez le lien reçu par courriel, il ne sert qu’à vous. Perdu ?
        Votre organisme le renvoie.
      </p>
      <p>
        <a href={cooperativesUrl()}>Trouver mon organisme</a>
      </p>
    </div>
    <div>
      <h3>Un document à la main</h3>
      <p>Feuille, certificat, convention : son code dit s’il vient d’ici, sans montrer personne.</p>
      <form method="get" action={verifierUrl()}>
        <p class="field">
          <label for="code">Code du document</label>
          <span class="avec">
            <input
              id="code"
              name="e"
              type="text"
              placeholder="7c1e 40b9"
              autocomplete="off"
              spellcheck={false}
              maxlength={90}
            />
            <button class="button" type="submit">
              Vérifier
            </button>
          </span>
        </p>
      </form>
    </div>
    <div id="rejoindre">
      <h3>Une coopérative de plus</h3>
      <p>
        Votre numéro Siren suffit. {p.poles.length > 0 ? 'Un pôle répond de vous, et votre' : 'Votre'} maison
        s’ouvre, vide ou avec vos données d’ailleurs.
      </p>
      <p>
        <a href={rejoindreLUnionUrl()}>S’inscrire</a>
        {demo ? (
          <>
            , <a href={aideUrl()}>essayer la démonstration</a>
          </>
        ) : null}
        , <a href={chapitreUrl({ chapitre: 'maison' })}>apprendre à s’en servir</a>
      </p>
    </div>
  </div>
)

/** `/` d’une instance qui a une Union : ce que c’est, et où chacun entre. */
export const PorteDEntreeVue = ({
  p,
  demo,
  origine,
}: {
  p: PorteDEntree
  demo: boolean
  origine: string
}) => {
  const n = p.cooperatives.length
  const [derniere] = p.retours
  return (
    <PublicPage
      title="Coforme"
      description="Le logiciel libre que des coopératives de formation possèdent ensemble."
      canonique={`${origine}${accueilUrl()}`}
      nav={[
        { libelle: p.union || 'L’Union régionale', href: unionUrl() },
        { libelle: 'Formations', href: formationsUrl() },
        { libelle: 'Coopératives', href: cooperativesUrl() },
        { libelle: 'Aide', href: aideUrl() },
        { libelle: 'Se connecter', href: connexionUrl() },
      ]}
      plein
      foot={<Pied demo={demo} />}
    >
      <section class="accueil entree" aria-labelledby="devise">
        <div class="accueil-b">
          <h1 id="devise">Co-former, et conforme</h1>
          <p class="lede">
            Le logiciel libre que{' '}
            {n > 1 && n < cooperativesLues ? enLettres(n, 'coopérative') : 'des coopératives'} de formation
            possèdent ensemble. Chacune y tient son métier et ses preuves ; elles y tissent ce qu’elles
            partagent.
          </p>
          <p class="rdv-do">
            <a class="button call" href={rejoindreLUnionUrl()}>
              Rejoindre {p.poles.length === 1 ? 'le pôle' : 'un pôle'}
            </a>{' '}
            <a class="button sur-bande" href={connexionUrl()}>
              Se connecter
            </a>
          </p>
        </div>
        <Etoffe
          cooperatives={p.cooperatives.map((c) => c.nom)}
          complet={n < cooperativesLues}
          chantiers={p.chantiers}
        />
      </section>
      {p.prochaine ? (
        <Sect id="rencontre" titre="Prochaine rencontre">
          <Prochaine r={p.prochaine} retours={p.retours.length} />
        </Sect>
      ) : derniere ? (
        <Sect id="rencontre" titre="Dernière rencontre">
          <ListeRetours retours={[derniere]} />
        </Sect>
      ) : null}
      <Sect id="formations" titre="Se former">
        <Formations p={p} />
      </Sect>
      <Sect id="est" titre="Ce que c’est">
        <ul class="trois">
          <li>
            <h3>Chez soi</h3>
            <p>
              Une offre, une session, des inscriptions, des feuilles signées, un certificat, une facture. Ce
              que la loi demande en est une vue, avec l’article qui le dit.
            </p>
          </li>
          <li>
            <h3>Ensemble</h3>
            <p>
              Des rencontres, des votes, une veille, des livrables que chacune reprend chez elle. Rien ne
              passe d’une maison à l’autre sans que l’une l’ait voulu.
            </p>
          </li>
          <li>
            <h3>À la vue de tous</h3>
            <p>
              Une présence se vérifie sans nous. Le code est libre, les données sortent entières, et rien
              n’est à vendre.
            </p>
          </li>
        </ul>
      </Sect>
      <Sect id="vous-etes" titre="Vous êtes…">
        <Portes p={p} demo={demo} />
      </Sect>
      {n > 0 ? (
        <Sect
          id="cooperatives"
          titre={
            n > 1
              ? `Les ${n > cooperativesMontrees ? 'coopératives' : enLettres(n, 'coopérative')}`
              : 'La coopérative'
          }
        >
          <div>
            <ul class="membres">
              {p.cooperatives.slice(0, cooperativesMontrees).map((c) => (
                <li>
                  <a href={cooperativeUrl({ code: c.code })}>{c.nom}</a>{' '}
                  <span>{[direForme(c).replace(', ', ' et '), c.ville].filter(Boolean).join(', ')}</span>
                </li>
              ))}
            </ul>
            {n > cooperativesMontrees ? (
              <p class="suite">
                <a href={cooperativesUrl()}>Toutes, et leur carte</a>
              </p>
            ) : null}
          </div>
        </Sect>
      ) : null}
    </PublicPage>
  )
}
